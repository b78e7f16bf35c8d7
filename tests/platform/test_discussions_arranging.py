"""Moving, merging and splitting threads: links and numbers stay right, nobody sees more, and all at the same time."""

from __future__ import annotations

import re
import threading

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, Thread, ThreadEvent
from tests.client import Client
from tests.factories import (
    make_cluster,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_thread,
)


def texts(thread_id: int) -> list[tuple[int, str]]:
    db.session.rollback()
    rows = db.session.query(Post).filter_by(thread_id=thread_id).order_by(Post.number)
    return [(post.number, "moved" if post.moved_to_id else post.text) for post in rows]


def kinds(thread: Thread) -> list[str]:
    return [
        event.kind for event in db.session.query(ThreadEvent).filter_by(thread_id=thread.id).order_by(ThreadEvent.id)
    ]


def test_merged_posts_stand_after_the_others_and_old_links_lead_to_them(client: Client, meeting, writer, lead) -> None:
    old = make_thread(meeting, writer, "Old <one>", texts=["a", "b"])
    new = make_thread(meeting, writer, "New one", texts=["x"])
    client.as_person(lead)
    assert "New one</option>" in client.get(f"/threads/{old.id}/merging").text
    answer = client.post_form(f"/threads/{old.id}/merging", {"target": str(new.id)})
    assert answer.location == f"/threads/{new.id}/"
    assert texts(new.id) == [(1, "x"), (2, "a"), (3, "b")]
    assert texts(old.id) == [(1, "moved"), (2, "moved")]
    client.as_person(writer)
    assert client.get(f"/threads/{old.id}/").location == f"/threads/{new.id}/"
    assert client.get(f"/threads/{old.id}/about").location == f"/threads/{new.id}/about"
    assert client.get(f"/threads/{old.id}/posts/2").location == f"/threads/{new.id}/#post-3"
    page = client.get(f"/threads/{new.id}/").text
    assert re.findall(r'id="post-(\d)"', page) == ["1", "2", "3"]
    assert "The posts of “Old &lt;one&gt;” are here now, from post 2 on." in page
    assert "Old" not in client.get("/clusters/north/discussions/").text
    assert db.session.get(Thread, new.id).post_count == 3
    client.post_form(f"/threads/{new.id}/posts/", {"text": "y"})
    assert texts(new.id)[-1] == (4, "y")


def test_after_two_merges_every_link_leads_to_the_last_thread(client: Client, meeting, writer, lead) -> None:
    first, second, third = (make_thread(meeting, writer, f"T{n}", texts=[f"of {n}"]) for n in (1, 2, 3))
    client.as_person(lead)
    client.post_form(f"/threads/{first.id}/merging", {"target": str(second.id)})
    client.post_form(f"/threads/{second.id}/merging", {"target": str(third.id)})
    assert texts(third.id) == [(1, "of 3"), (2, "of 2"), (3, "of 1")]
    assert client.get(f"/threads/{first.id}/").location == f"/threads/{third.id}/"
    assert client.get(f"/threads/{first.id}/posts/1").location == f"/threads/{third.id}/#post-3"
    assert client.get(f"/threads/{second.id}/posts/2").location == f"/threads/{third.id}/#post-3"
    assert client.post_form(f"/threads/{first.id}/merging", {"target": str(third.id)}).status_code == 404


def test_who_wrote_while_it_was_merged_posts_in_the_other_thread(client: Client, meeting, writer, lead) -> None:
    old, new = (make_thread(meeting, writer, title) for title in ("Old", "New"))
    client.as_person(lead).post_form(f"/threads/{old.id}/merging", {"target": str(new.id)})
    late = client.as_person(writer).post_form(f"/threads/{old.id}/posts/", {"text": "My words"})
    assert late.status_code == 409
    assert "Meanwhile the thread has become part of this one." in late.text
    assert "My words</textarea>" in late.text
    assert f'action="/threads/{new.id}/posts/"' in late.text


def test_a_thread_is_never_merged_to_where_more_would_see_it(client: Client, cluster, meeting, writer, lead) -> None:
    manager = make_member(cluster, role=Role.MANAGER)
    narrow = make_thread(meeting, manager, "For managers", role=Role.MANAGER)
    wide = make_thread(meeting, writer, "For all")
    manager_who_leads = make_member(cluster, role=Role.PROGRAMME_LEAD, person=manager)
    client.as_person(manager_who_leads)
    assert client.post_form(f"/threads/{narrow.id}/merging", {"target": str(wide.id)}).status_code == 403
    own = make_thread(meeting, writer, "For leads", role=Role.PROGRAMME_LEAD)
    refused = client.post_form(f"/threads/{own.id}/merging", {"target": str(wide.id)})
    assert refused.status_code == 422
    assert "More people see that thread than this one" in refused.text
    assert texts(own.id) == [(1, "Hello")]
    assert client.post_form(f"/threads/{wide.id}/merging", {"target": str(own.id)}).status_code == 302
    assert client.as_person(writer).get(f"/threads/{wide.id}/").status_code == 404
    assert client.get(f"/threads/{wide.id}/posts/1").status_code == 404


@pytest.mark.parametrize("target", ["", "0", "x", "-1", "99999999999", "9" * 400, "self", "closed", "foreign"])
def test_a_target_that_does_not_fit_is_refused(client: Client, meeting, lead, target: str) -> None:
    writer = make_member(meeting.cluster)
    thread, closed = (make_thread(meeting, writer, title) for title in ("This", "Closed"))
    elsewhere = make_cluster("South", organisations=[make_organisation()])
    foreign = make_thread(make_meeting(elsewhere), make_member(elsewhere), "Foreign")
    closed.close(lead, "Done")
    db.session.commit()
    named = {"self": thread.id, "closed": closed.id, "foreign": foreign.id}
    page = client.as_person(lead).get(f"/threads/{thread.id}/merging").text
    assert "Foreign" not in page
    answer = client.post_form(f"/threads/{thread.id}/merging", {"target": str(named.get(target, target))})
    assert answer.status_code == 422
    assert texts(thread.id) == [(1, "Hello")]


def test_a_split_leaves_traces_and_every_number_means_what_it_meant(client: Client, meeting, writer, lead) -> None:
    thread = make_thread(meeting, writer, "Long", texts=[f"text {n}" for n in range(1, 54)])
    client.as_person(lead)
    answer = client.post_form(f"/threads/{thread.id}/splitting", {"first": "49", "new_title": "Another matter"})
    begun = db.session.query(Thread).filter_by(title="Another matter").one()
    assert answer.location == f"/threads/{begun.id}/"
    assert texts(begun.id) == [(n, f"text {48 + n}") for n in range(1, 6)]
    assert (begun.started_by_id, begun.post_count, begun.subject_id) == (writer.id, 5, meeting.id)
    client.as_person(writer)
    first, second = (client.get(f"/threads/{thread.id}/?page={n}").text for n in (1, 2))
    assert re.findall(r'id="post-(\d+)"', first) == [str(n) for n in range(1, 51)]
    assert re.findall(r'<p class="soft trace" id="post-(\d+)">', second) == ["51", "52", "53"]
    assert f'Post <a href="/threads/{thread.id}/posts/50">#50</a> is in another thread now.' in first
    assert "The posts from number 49 on were moved to a thread of their own." in first
    assert client.get(f"/threads/{thread.id}/posts/50").location == f"/threads/{begun.id}/#post-2"
    assert "These posts were written in another thread" in client.get(f"/threads/{begun.id}/").text
    client.post_form(f"/threads/{thread.id}/posts/", {"text": "next"})
    assert texts(thread.id)[-1] == (54, "next")
    assert (kinds(thread), kinds(begun)) == (["split"], ["begun_by_split"])
    assert "Sara Nord" in client.get("/clusters/north/discussions/").text


def test_split_posts_that_are_merged_back_are_one_thread_again(client: Client, meeting, writer, lead) -> None:
    thread = make_thread(meeting, writer, "T", texts=["a", "b", "c"])
    client.as_person(lead).post_form(f"/threads/{thread.id}/splitting", {"first": "2", "new_title": "N"})
    begun = db.session.query(Thread).filter_by(title="N").one()
    client.post_form(f"/threads/{begun.id}/merging", {"target": str(thread.id)})
    assert texts(thread.id) == [(1, "a"), (2, "moved"), (3, "moved"), (4, "b"), (5, "c")]
    assert client.get(f"/threads/{thread.id}/posts/2").location == f"/threads/{thread.id}/#post-4"
    assert client.get(f"/threads/{begun.id}/posts/2").location == f"/threads/{thread.id}/#post-5"


@pytest.mark.parametrize("first", ["", "0", "1", "4", "2", "-2", "x", "9" * 19, "-" + "9" * 19, "9" * 30])
def test_a_split_needs_a_post_that_is_there_and_not_the_first(
    client: Client, meeting, writer, lead, first: str
) -> None:
    thread = make_thread(meeting, writer, "T", texts=["a", "b", "c"])
    client.as_person(lead).post_form(f"/threads/{thread.id}/splitting", {"first": "2", "new_title": "N"})
    answer = client.post_form(f"/threads/{thread.id}/splitting", {"first": first, "new_title": "My title"})
    assert answer.status_code == 422
    assert 'value="My title"' in answer.text
    assert db.session.query(Thread).count() == 2


def test_a_trace_is_no_post_in_what_is_new(client: Client, meeting, writer, lead) -> None:
    thread = make_thread(meeting, writer, "T", texts=["a", "b"])
    client.as_person(lead).post_form(f"/threads/{thread.id}/splitting", {"first": "2", "new_title": "Another"})
    page = client.get("/").text
    assert page.count('/unread"') == 2
    assert f"/threads/{thread.id}/posts/2" not in page


def test_a_thread_is_moved_to_what_all_its_readers_see(client: Client, cluster, meeting, writer, lead) -> None:
    other = make_meeting(cluster, 2)
    hidden = make_meeting(cluster, 4, role=Role.PROGRAMME_LEAD)
    thread = make_thread(meeting, writer, "T")
    page = client.as_person(lead).get(f"/threads/{thread.id}/moving").text
    assert re.findall(r'<option value="([^"]+)">', page) == [f"meeting-{other.id}"]
    for wrong in ("", "meeting-0", f"meeting-{hidden.id}", f"meeting-{meeting.id}", "moon-1"):
        refused = client.post_form(f"/threads/{thread.id}/moving", {"place": wrong})
        assert (refused.status_code, "Choose something from the list." in refused.text) == (422, True)
    assert client.post_form(f"/threads/{thread.id}/moving", {"place": f"meeting-{other.id}"}).status_code == 302
    page = (
        client.as_person(make_member(cluster, person=make_person("Ove", locale="sv")))
        .get(f"/threads/{thread.id}/")
        .text
    )
    assert '<a href="/clusters/north/meetings/2/">' in page
    assert "Flyttad hit från ”Träff 3”." in page
    assert kinds(thread) == ["moved"]


def test_only_leads_who_see_a_thread_arrange_it(client: Client, cluster, meeting, writer, lead) -> None:
    thread, other = make_thread(meeting, writer, "T", texts=["a", "b"]), make_thread(meeting, writer, "Other")
    own = make_thread(meeting, writer, "Own", organisation_id=cluster.organisations[0].id)
    forms = {
        "moving": {"place": f"meeting-{meeting.id}"},
        "merging": {"target": str(other.id)},
        "splitting": {"first": "2", "new_title": "N"},
    }
    for act, form in forms.items():
        assert client.as_person(writer).get(f"/threads/{thread.id}/{act}").status_code == 403
        assert client.post_form(f"/threads/{thread.id}/{act}", form).status_code == 403
        assert client.as_person(lead).post_form(f"/threads/{own.id}/{act}", form).status_code == 404
    assert db.session.query(ThreadEvent).count() == 0
    assert "Split" not in client.as_person(writer).get(f"/threads/{thread.id}/about").text


def test_posts_written_while_threads_are_merged_are_all_kept_once(app, cluster, meeting, writer, lead) -> None:
    """Every writer is told: in the thread, or come back with the text."""
    old, new = (make_thread(meeting, writer, title) for title in ("Old", "New"))
    ids, answers = (old.id, new.id), []
    clients = [app.test_client().as_person(person) for person in (lead, *(make_member(cluster) for _ in range(3)))]
    tokens = [client.token() for client in clients]
    db.session.rollback()
    ready = threading.Barrier(4)

    def run(number: int) -> None:
        with app.app_context():
            ready.wait()
            for turn in range(4):
                form = {"csrf_token": tokens[number], "text": f"{number}-{turn}", "target": str(ids[1])}
                if number == 0 and turn == 1:
                    assert clients[0].post(f"/threads/{ids[0]}/merging", data=form).status_code == 302
                elif number:
                    answer = clients[number].post(f"/threads/{ids[turn % 2]}/posts/", data=form)
                    answers.append((answer.status_code, form["text"]))

    all_of_them = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for one in all_of_them:
        one.start()
    for one in all_of_them:
        one.join()
    assert len(answers) == 12
    assert {status for status, _ in answers} <= {302, 409}
    kept = texts(ids[1])
    assert [number for number, _ in kept] == list(range(1, len(kept) + 1))
    assert sorted(text for _, text in kept if text != "Hello") == sorted(
        text for status, text in answers if status == 302
    )
    assert db.session.get(Thread, ids[1]).post_count == len(kept)
