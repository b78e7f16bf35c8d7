"""Reading a thread: who sees it, its pages, its posts as they stand on the page."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from benchplatform import markup
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_thread,
    save,
)
from tests.queries import counted


@pytest.fixture
def writer(cluster):
    return make_member(cluster, person=make_person("Sara Nord", locale="sv"))


def test_a_post_shows_author_organisation_time_number_language_and_text(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, "How do you measure?", texts=[])
    thread.add_post(writer, cluster.organisations[1].id, "We **count**.", dt.datetime(2026, 3, 2, 7, 15, tzinfo=dt.UTC))
    db.session.commit()
    page = client.as_person(make_member(cluster)).get(f"/threads/{thread.id}/").text
    assert '<h1 id="title">How do you measure?</h1>' in page
    assert f'<a href="/people/{writer.id}/">Sara Nord</a></h2> <p class="from"><span>Berga</span>' in page
    assert '<time datetime="2026-03-02T07:15:00+00:00">2 Mar 2026, 08:15</time>' in page
    assert '<div class="meta"><span class="initials" aria-hidden="true">SN</span> <h2 id="author-1">' in page
    assert f'href="/threads/{thread.id}/posts/1" aria-label="Link to post 1">#1</a>' in page
    assert '<div class="prose" lang="sv"><p>We <strong>count</strong>.</p></div><p class="acts">' in page
    assert "Everybody in North" in page


def test_a_changed_name_shows_and_a_gone_author_is_a_former_participant(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer)
    reader = make_member(cluster)
    assert "Sara Nord" in client.as_person(reader).get(f"/threads/{thread.id}/").text
    writer.name = "Sara <Berg>"
    db.session.commit()
    assert "Sara &lt;Berg&gt;</a></h2>" in client.get(f"/threads/{thread.id}/").text
    db.session.get(Post, thread_post(thread).id).author_id = None
    db.session.commit()
    assert '<h2 id="author-1">Former participant</h2>' in client.get(f"/threads/{thread.id}/").text


def test_time_and_words_follow_the_readers_language_and_the_clusters_zone(client: Client, cluster, writer) -> None:
    cluster.time_zone = "Atlantic/Reykjavik"
    thread = make_thread(make_meeting(cluster), writer, texts=[])
    thread.add_post(writer, cluster.organisations[0].id, "x", dt.datetime(2026, 3, 2, 7, 15, tzinfo=dt.UTC))
    db.session.commit()
    assert ">2 mars 2026 kl. 07.15</time>" in client.as_person(writer).get(f"/threads/{thread.id}/").text


def test_a_text_rendered_under_older_rules_is_rendered_anew(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["fresh *text*"])
    post = thread_post(thread)
    post.html, post.renderer = "<p>stale</p>", markup.VERSION - 1
    db.session.commit()
    page = client.as_person(writer).get(f"/threads/{thread.id}/").text
    assert "<p>fresh <em>text</em></p>" in page
    assert "stale" not in page


def test_fifty_posts_are_a_page_and_every_post_has_a_permanent_link(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=[f"Text number {n}" for n in range(1, 106)])
    client.as_person(writer)
    numbers = [re.findall(r'id="post-(\d+)"', client.get(f"/threads/{thread.id}/?page={n}").text) for n in (1, 2, 3)]
    assert [(page[0], page[-1], len(page)) for page in numbers] == [
        ("1", "50", 50),
        ("51", "100", 50),
        ("101", "105", 5),
    ]
    pager = client.get(f"/threads/{thread.id}/?page=2").text
    assert '<span aria-current="page">2</span>' in pager
    assert f'<a rel="next" href="/threads/{thread.id}/?page=3">' in pager
    assert f'<a rel="prev" href="/threads/{thread.id}/?page=1">' in pager
    assert client.get(f"/threads/{thread.id}/posts/50").location == f"/threads/{thread.id}/#post-50"
    assert client.get(f"/threads/{thread.id}/posts/101").location == f"/threads/{thread.id}/?page=3#post-101"


@pytest.mark.parametrize(
    "address", ["?page=0", "?page=2", "?page=-1", "?page=99999999999999999999", "posts/2", "posts/0"]
)
def test_pages_and_posts_that_do_not_exist_are_not_found(client: Client, cluster, writer, address: str) -> None:
    thread = make_thread(make_meeting(cluster), writer)
    assert client.as_person(writer).get(f"/threads/{thread.id}/{address}").status_code == 404


def test_those_outside_the_audience_find_nothing(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, "Secret plans")
    outsiders = [make_member(make_cluster()), make_person(), make_administrator()]
    for outsider in outsiders:
        client.as_person(outsider)
        for address in ("", "posts/1"):
            answer = client.get(f"/threads/{thread.id}/{address}")
            assert answer.status_code == 404
            assert "Secret plans" not in answer.text
        assert client.post_form(f"/threads/{thread.id}/posts/", {"text": "hello"}).status_code == 404
    assert "/sign-in" in client.as_person(None).get(f"/threads/{thread.id}/").location
    assert db.session.query(Post).count() == 1


def test_a_thread_of_one_role_or_one_organisation_is_theirs_alone(client: Client, cluster, writer) -> None:
    meeting, (alby, berga) = make_meeting(cluster), cluster.organisations
    of_managers = make_thread(meeting, writer, "For managers", role=Role.MANAGER)
    of_berga = make_thread(meeting, writer, "For Berga", organisation_id=berga.id)
    manager, key_person = make_member(cluster, alby, Role.MANAGER), make_member(cluster, berga)
    seen = {}
    for name, person in {"manager": manager, "key person": key_person, "lead": make_lead(cluster)}.items():
        client.as_person(person)
        seen[name] = [client.get(f"/threads/{thread.id}/").status_code for thread in (of_managers, of_berga)]
        listed = client.get("/clusters/north/discussions/").text
        assert [title in listed for title in ("For managers", "For Berga")] == [code == 200 for code in seen[name]]
    assert seen == {"manager": [200, 404], "key person": [404, 200], "lead": [404, 404]}
    assert "Only managers in North" in client.as_person(manager).get(f"/threads/{of_managers.id}/").text
    assert "Only people of Berga in North" in client.as_person(key_person).get(f"/threads/{of_berga.id}/").text


def test_a_joint_threads_page_stands_in_the_readers_own_cluster(client: Client, cluster, writer) -> None:
    other = make_cluster("South", programme=cluster.programme, organisations=[make_organisation("Cedra")])
    joint = make_meeting(cluster, 0, cluster_id=None)
    thread = make_thread(joint, writer, "For all clusters")
    page = client.as_person(make_member(other)).get(f"/threads/{thread.id}/").text
    assert f'<a href="/clusters/south/meetings/0/">{joint.title}</a>' in page
    assert f"Everybody in {cluster.programme.name}" in page
    assert "For all clusters" in client.get("/clusters/south/discussions/").text


@pytest.mark.parametrize("posts", [1, 50])
def test_a_page_of_posts_costs_four_queries(client: Client, cluster, writer, posts: int) -> None:
    thread = make_thread(make_meeting(cluster, host_id=cluster.organisations[0].id), writer, texts=["Text"] * posts)
    assert page_queries(client.as_person(writer), f"/threads/{thread.id}/") == 4


def test_a_narrowed_page_and_a_joint_one_cost_five_and_one_that_is_both_and_closed_six(client, cluster, writer) -> None:
    alby = cluster.organisations[0].id
    own = make_thread(make_meeting(cluster), writer, organisation_id=alby)
    meeting = make_meeting(cluster, 0, cluster_id=None)
    joint, all_of_it = make_thread(meeting, writer), make_thread(meeting, writer, organisation_id=alby)
    all_of_it.close(writer, "Done")
    db.session.commit()
    client.as_person(writer)
    assert [page_queries(client, f"/threads/{thread.id}/") for thread in (own, joint, all_of_it)] == [5, 5, 6]


def test_the_last_page_of_a_long_thread_costs_what_the_first_does(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["Text"] * 160)
    client.as_person(writer)
    assert [page_queries(client, f"/threads/{thread.id}/?page={page}") for page in (1, 4)] == [4, 4]


def page_queries(client: Client, address: str) -> int:
    client.get(address)
    with counted() as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def thread_post(thread) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()


def test_a_thread_on_a_subject_of_a_feature_that_is_off_does_not_exist(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, "On something")
    thread.subject_kind = "gone"
    save(thread)
    assert client.as_person(writer).get(f"/threads/{thread.id}/").status_code == 404
    assert "On something" not in client.get("/clusters/north/discussions/").text


def test_a_thread_stands_below_discussions_in_the_menu(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer)
    page = client.as_person(writer).get(f"/threads/{thread.id}/").text
    assert re.findall(r'<a href="([^"]+)" aria-current="true">', page) == ["/clusters/north/discussions/"]


def test_what_a_thread_is_about_is_said_as_it_is_now(client: Client, cluster, writer) -> None:
    meeting = make_meeting(cluster)
    thread = make_thread(meeting, writer)
    client.as_person(writer)
    link = f'<a href="/clusters/north/meetings/{meeting.number}/">Träff {meeting.number}</a>'
    assert link in client.get(f"/threads/{thread.id}/").text
    meeting.number, cluster.slug = 7, "far-north"
    db.session.commit()
    assert '<a href="/clusters/far-north/meetings/7/">Träff 7</a>' in client.get(f"/threads/{thread.id}/").text
