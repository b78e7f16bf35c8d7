"""What is new to each person: per thread and thing, the line in the thread, and marking all as read."""

from __future__ import annotations

import re

import pytest

from benchplatform.database import db
from benchplatform.discussions.models import Reading
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_organisation, make_person, make_thread
from tests.queries import counted


@pytest.fixture
def reader(cluster):
    return make_member(cluster, person=make_person("Ove Lind"))


def write_more(thread, writer, number: int = 1) -> None:
    for _ in range(number):
        thread.add_post(writer, writer.memberships[0].organisation_id, "more")
    db.session.commit()


def mark(person, thread) -> int:
    db.session.rollback()
    return Reading.read_by(person.id, thread.id)


def test_what_was_on_the_screen_is_read_and_what_came_after_is_new(client: Client, cluster, writer, reader) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["one", "two"])
    page = client.as_person(reader).get(f"/threads/{thread.id}/").text
    assert mark(reader, thread) == 2
    assert 'class="new-from"' not in page
    write_more(thread, writer, 2)
    page = client.get(f"/threads/{thread.id}/").text
    before, after = page.split('<p class="new-from" id="new"><span>New since you were last here</span></p>')
    assert ('id="post-2"' in before, 'id="post-3"' in before, 'id="post-3"' in after) == (True, False, True)
    assert mark(reader, thread) == 4
    assert 'class="new-from"' not in client.get(f"/threads/{thread.id}/").text


def test_a_page_is_read_up_to_its_last_post_and_no_mark_goes_back(client: Client, cluster, writer, reader) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["text"] * 120)
    client.as_person(reader).get(f"/threads/{thread.id}/?page=2")
    assert mark(reader, thread) == 100
    client.get(f"/threads/{thread.id}/")
    assert mark(reader, thread) == 100


@pytest.mark.parametrize(("read", "place"), [(0, "#post-1"), (49, "#post-50"), (50, "?page=2#post-51")])
def test_one_goes_on_at_the_first_post_that_is_new(client: Client, cluster, reader, read, place) -> None:
    thread = make_thread(make_meeting(cluster), make_member(cluster), texts=["text"] * 60)
    if read:
        db.session.execute(Reading.up_to(reader.id, thread.id, read))
        db.session.commit()
    assert client.as_person(reader).get(f"/threads/{thread.id}/unread").location == f"/threads/{thread.id}/{place}"


def test_where_nothing_is_new_one_lands_on_the_newest(client: Client, cluster, writer, reader) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["one", "two"])
    client.as_person(reader).get(f"/threads/{thread.id}/")
    assert client.get(f"/threads/{thread.id}/unread").location == f"/threads/{thread.id}/#post-2"


def test_the_list_says_how_much_is_new_in_each_thread_and_on_each_thing(client, cluster, writer, reader) -> None:
    third, second = make_meeting(cluster), make_meeting(cluster, 2)
    much, read = make_thread(third, writer, "Much", texts=["a"] * 3), make_thread(third, writer, "Read")
    little = make_thread(second, writer, "Little")
    make_thread(third, writer, "For Berga alone", organisation_id=cluster.organisations[1].id)
    client.as_person(reader).get(f"/threads/{read.id}/")
    page = client.get("/clusters/north/discussions/").text
    assert re.findall(r'class="tag new" href="/threads/(\d+)/unread">(\d+) new', page) == [
        (str(little.id), "1"),
        (str(much.id), "3"),
    ]
    assert "New to you (4)" in page
    chosen = re.findall(r'discussions/\?on=meeting&amp;id=(\d+)">([^<]+)</a>', page)
    assert chosen == [(str(second.id), "Meeting 2 (1 new)"), (str(third.id), "Meeting 3 (3 new)")]
    only = client.get("/clusters/north/discussions/?show=new").text
    assert re.findall(r'<a href="/threads/\d+/">([^<]+)</a>', only) == ["Little", "Much"]
    on = client.get(f"/clusters/north/discussions/?on=meeting&id={third.id}").text
    assert re.findall(r'<a href="/threads/\d+/">([^<]+)</a>', on) == ["Read", "Much"]


@pytest.mark.parametrize("query", ["on=meeting&id=0", "on=nothing&id=1", "on=meeting&id=x", "show=old"])
def test_a_list_that_nobody_linked_to_is_the_whole_one(client: Client, cluster, writer, reader, query: str) -> None:
    make_thread(make_meeting(cluster), writer, "The thread")
    assert ">The thread</a>" in client.as_person(reader).get(f"/clusters/north/discussions/?{query}").text


def test_all_is_marked_as_read_as_far_as_one_may_see(client: Client, cluster, writer, reader) -> None:
    meeting, elsewhere = make_meeting(cluster), make_cluster(organisations=[make_organisation()])
    threads = [make_thread(meeting, writer, f"Thread {number}", texts=["a", "b"]) for number in range(3)]
    hidden = make_thread(meeting, writer, "Berga", organisation_id=cluster.organisations[1].id)
    foreign = make_thread(make_meeting(elsewhere), make_member(elsewhere), "Elsewhere")
    client.as_person(reader).get(f"/threads/{threads[0].id}/")
    for _ in range(2):
        assert client.post_form("/clusters/north/discussions/readings").location == "/clusters/north/discussions/"
    assert [mark(reader, thread) for thread in [*threads, hidden, foreign]] == [2, 2, 2, 0, 0]
    assert [mark(writer, thread) for thread in threads] == [0, 0, 0]
    page = client.get("/clusters/north/discussions/?show=new").text
    assert "Everything is marked as read." in page
    assert "You have read everything that the others have written." in page
    assert "Mark all as read" not in page


def test_marking_those_on_one_thing_leaves_the_others(client: Client, cluster, writer, reader) -> None:
    third, second = make_meeting(cluster), make_meeting(cluster, 2)
    here, there = make_thread(third, writer), make_thread(second, writer)
    client.as_person(reader).post_form(f"/clusters/north/discussions/readings?on=meeting&id={third.id}&show=new")
    assert (mark(reader, here), mark(reader, there)) == (1, 0)


def test_an_outsider_marks_nothing(client: Client, cluster, writer) -> None:
    outsider = make_member(make_cluster())
    assert client.as_person(outsider).post_form("/clusters/north/discussions/readings").status_code == 404


def test_one_s_own_words_are_not_new_to_oneself(client: Client, cluster, writer, reader) -> None:
    thread = make_thread(make_meeting(cluster), writer)
    client.as_person(reader).get(f"/threads/{thread.id}/")
    client.post_form(f"/threads/{thread.id}/posts/", {"text": "mine"})
    assert mark(reader, thread) == 2
    write_more(thread, writer)
    client.post_form(f"/threads/{thread.id}/posts/", {"text": "without having seen the third"})
    assert mark(reader, thread) == 2


def test_what_has_come_while_one_reads(client: Client, cluster, writer, reader) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["one", "two"])
    client.as_person(reader)
    assert client.get(f"/threads/{thread.id}/posts/?after=2").text == ""
    write_more(thread, writer, 2)
    came = client.get(f"/threads/{thread.id}/posts/?after=2").text
    assert re.findall(r'id="post-(\d+)"', came) == ["3", "4"]
    assert "more-new" not in came
    write_more(thread, writer, 50)
    came = client.get(f"/threads/{thread.id}/posts/?after=4").text
    assert re.findall(r'id="post-(\d+)"', came) == [str(number) for number in range(5, 51)]
    assert f'<a href="/threads/{thread.id}/posts/51">4 more new posts on the next page</a>' in came


@pytest.mark.parametrize("after", ["", "?after=", "?after=x", "?after=-1", "?after=99999999999999999999", "?after=0"])
def test_nothing_has_come_after_what_is_no_post(client: Client, cluster, writer, reader, after: str) -> None:
    thread = make_thread(make_meeting(cluster), writer)
    assert client.as_person(reader).get(f"/threads/{thread.id}/posts/{after}").text == ""


def test_to_ask_whether_something_has_come_costs_two_queries_and_outsiders_learn_nothing(
    client: Client, cluster, writer, reader
) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["text"] * 60)
    address = f"/threads/{thread.id}/posts/"
    client.as_person(reader).get(f"{address}?after=60")
    with counted() as statements:
        client.get(f"{address}?after=60")
    assert len(statements) == 2
    assert client.as_person(make_member(make_cluster())).get(f"{address}?after=1").status_code == 404
