"""A post becomes something: at once for its author, after a yes for others, once, and hinted to nobody outside."""

from __future__ import annotations

import threading

import pytest

from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import BecomingRequest, Origin, Post
from benchplatform.ideas.models import Idea
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_person, make_thread
from tests.queries import counted

STEP = "Say whether your post may be used: Small numbers"
LEADS_STEP = "Say whether a former participant&#39;s post may be used: Small numbers"


@pytest.fixture
def author(cluster):
    return make_member(cluster, cluster.organisations[1], person=make_person("Miriam Haile"))


@pytest.fixture
def other(cluster):
    return make_member(cluster, cluster.organisations[0], person=make_person("Sara Nord"))


@pytest.fixture
def thread(cluster, author):
    return make_thread(
        make_meeting(cluster), author, "Small numbers", texts=["**We** show no groups below five. Ever."]
    )


def turn(client: Client, thread, **given):
    return client.post_form(f"/threads/{thread.id}/posts/1/becomings/idea", {"done": "yes"} | given)


def say(client: Client, thread, done: str):
    return client.post_form(f"/threads/{thread.id}/posts/1/becomings/idea/answer", {"done": done})


def about(client: Client, thread) -> str:
    return client.get(f"/threads/{thread.id}/posts/1/about").text


def test_the_author_makes_an_idea_of_a_post_and_each_leads_to_the_other(
    client: Client, cluster, thread, author
) -> None:
    client.as_person(author)
    assert "Make it an idea" in about(client, thread)
    assert "is asked first" not in about(client, thread)
    answer = turn(client, thread, once="i" * 20)
    assert turn(client, thread, once="i" * 20).location == answer.location
    idea = db.session.query(Idea).one()
    assert answer.location == f"/ideas/{idea.id}/"
    assert (idea.title, idea.text) == ("We show no groups below five", "**We** show no groups below five. Ever.")
    assert (idea.owner.name, idea.written_by_id, idea.meeting_id) == ("Berga", author.id, thread.subject_id)
    assert (idea.programme_id, idea.cluster_id, idea.role, idea.organisation_id) == (
        cluster.programme_id, cluster.id, None, None
    )  # fmt: skip
    page = client.get(answer.location).text
    assert f'<a href="/threads/{thread.id}/posts/1">From a post by Miriam Haile, today</a>' in page
    assert f'Became the idea <a href="/ideas/{idea.id}/">We show no groups below five</a>' in about(client, thread)
    assert "Make it an idea" not in about(client, thread)
    assert "Became more than a post</a></p></div>" in client.get(f"/threads/{thread.id}/").text
    turn(client, thread)
    assert (db.session.query(Idea).count(), db.session.query(Post).one().became_count) == (1, 1)


def test_somebody_else_asks_first_and_a_yes_makes_it(client: Client, thread, author, other) -> None:
    client.as_person(other)
    assert "Miriam Haile is asked first." in about(client, thread)
    assert turn(client, thread).location == f"/threads/{thread.id}/posts/1/about"
    assert "Awaiting a yes since today" in about(client, thread)
    turn(client, thread)
    assert (db.session.query(BecomingRequest).count(), db.session.query(Idea).count()) == (1, 0)
    assert say(client, thread, "yes").status_code == 403
    assert STEP not in client.get("/").text
    assert STEP in client.as_person(author).get("/").text
    assert "Sara Nord asks about this post: Make it an idea?" in about(client, thread)
    answer = say(client, thread, "yes")
    idea = db.session.query(Idea).one()
    assert answer.location == f"/ideas/{idea.id}/"
    assert (idea.owner.name, idea.written_by_id) == ("Berga", other.id)
    request = db.session.query(BecomingRequest).one()
    assert (request.asked_by_id, request.answered_by_id, request.declined_at) == (other.id, author.id, None)
    assert STEP not in client.get("/").text
    say(client, thread, "yes")
    say(client, thread, "no")
    assert (db.session.query(Idea).count(), db.session.query(BecomingRequest).one().is_open) == (1, False)


def test_after_a_no_nothing_is_made_and_nobody_asks_again(client: Client, cluster, thread, author, other) -> None:
    turn(client.as_person(other), thread)
    say(client.as_person(author), thread, "no")
    assert STEP not in client.get("/").text
    say(client, thread, "yes")
    page = about(client.as_person(other), thread)
    assert "The answer was no" in page
    assert '/becomings/idea"' not in page
    turn(client, thread)
    third = about(client.as_person(make_member(cluster)), thread)
    assert "The answer was no" not in third
    assert '/becomings/idea"' not in third
    assert db.session.query(Idea).count() == 0
    turn(client.as_person(author), thread)
    assert db.session.query(Idea).count() == 1


@pytest.mark.parametrize("gone", ["left", "shut out", "erased"])
def test_for_an_author_who_has_left_the_lead_answers(client: Client, thread, author, other, gone: str) -> None:
    lead = make_lead(thread.cluster)
    turn(client.as_person(other), thread)
    assert "former participant" not in client.as_person(lead).get("/").text
    assert say(client, thread, "yes").status_code == 403
    if gone == "left":
        author.memberships[0].until = utc_now()
    elif gone == "shut out":
        author.disabled_at = utc_now()
    else:
        db.session.query(Post).one().author_id = None
    db.session.commit()
    assert LEADS_STEP in client.as_person(lead).get("/").text
    assert "Yes, do it" in about(client, thread)
    assert say(client.as_person(other), thread, "yes").status_code == 403
    assert say(client.as_person(lead), thread, "yes").status_code == 302
    assert db.session.query(Idea).one().written_by_id == other.id
    assert LEADS_STEP not in client.get("/").text


def test_a_closed_thread_s_author_who_has_left_can_be_asked_no_more(client: Client, cluster, author, other) -> None:
    thread = make_thread(make_meeting(cluster), author, role=Role.KEY_PERSON)
    author.memberships[0].until = utc_now()
    db.session.commit()
    assert "Make it an idea" not in about(client.as_person(other), thread)
    assert turn(client, thread).status_code == 403


def test_of_those_who_make_it_at_once_one_does(app, thread, author) -> None:
    clients = [app.test_client().as_person(author) for _ in range(3)]
    tokens, thread_id = [client.token() for client in clients], thread.id
    db.session.rollback()
    ready, codes = threading.Barrier(len(clients)), []

    def send(client: Client, token: str) -> None:
        with app.app_context():
            ready.wait()
            address = f"/threads/{thread_id}/posts/1/becomings/idea"
            codes.append(client.post(address, data={"csrf_token": token}).status_code)

    senders = [threading.Thread(target=send, args=both) for both in zip(clients, tokens, strict=True)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert codes == [302] * 3
    counts = [db.session.query(model).count() for model in (Idea, Origin)]
    assert (counts, db.session.query(Post).one().became_count) == ([1, 1], 1)


def test_in_a_thread_of_one_role_all_of_it_is_hinted_to_nobody_else(client: Client, cluster, author, other) -> None:
    alby, berga = cluster.organisations
    manager, colleague = make_member(cluster, berga, Role.MANAGER), make_member(cluster, alby, Role.MANAGER)
    thread = make_thread(make_meeting(cluster), manager, "Closed", texts=["Secret thought"], role=Role.MANAGER)
    outsiders = [author, other, make_lead(cluster), make_member(make_cluster())]
    turn(client.as_person(colleague), thread)
    assert "may be used: Closed" in client.as_person(manager).get("/").text
    say(client, thread, "yes")
    idea = db.session.query(Idea).one()
    assert idea.role is Role.MANAGER
    for person in outsiders:
        client.as_person(person)
        assert turn(client, thread).status_code == 404
        assert say(client, thread, "no").status_code == 404
        assert client.get(f"/ideas/{idea.id}/").status_code == 404
    for person in outsiders[:3]:
        for path in ("/", "/clusters/north/", "/clusters/north/ideas/", "/clusters/north/meetings/3/"):
            page = client.as_person(person).get(path).text
            assert "Secret" not in page
            assert "Ideas (" not in page
    assert "Ideas (1)" in client.as_person(colleague).get("/clusters/north/").text


def test_what_a_post_cannot_become_is_not_found(client: Client, thread, author) -> None:
    client.as_person(author)
    for address in ("posts/1/becomings/moon", "posts/2/becomings/idea", "posts/1/becomings/moon/answer"):
        assert client.post_form(f"/threads/{thread.id}/{address}").status_code == 404
    assert say(client, thread, "yes").status_code == 302
    assert db.session.query(Idea).count() == 0


def test_the_mark_below_a_post_costs_its_thread_nothing(client: Client, thread, author) -> None:
    turn(client.as_person(author), thread)
    address = f"/threads/{thread.id}/"
    client.get(address)
    with counted() as statements:
        assert "Became more than a post" in client.get(address).text
    assert len(statements) == 4
