"""Finding threads: the cluster's list with its pages, and the threads embedded on a thing."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import render_template_string

from benchplatform.database import db
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_organisation, make_person, make_thread
from tests.queries import counted

NOON = dt.datetime(2026, 5, 4, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def cluster(app):
    return make_cluster("North", organisations=[make_organisation("Alby")])


@pytest.fixture
def person(cluster):
    return make_member(cluster, person=make_person("Sara Nord"))


def make_dated_thread(meeting, author, title: str, minutes: int):
    thread = make_thread(meeting, author, title, texts=[])
    thread.add_post(author, meeting.cluster.organisations[0].id, "x", NOON + dt.timedelta(minutes=minutes))
    db.session.commit()
    return thread


def test_the_latest_activity_stands_first_with_its_author_and_subject(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster)
    old = make_dated_thread(meeting, person, "Old thread", 0)
    make_dated_thread(meeting, person, "New thread", 1)
    page = client.as_person(person).get("/clusters/north/discussions/").text
    assert titles(page) == ["New thread", "Old thread"]
    assert f'<a href="/threads/{old.id}/posts/1">Sara Nord, 4 May' in page
    assert '<a href="/clusters/north/meetings/3/">Meeting 3</a>' in page
    old.add_post(person, cluster.organisations[0].id, "y", NOON + dt.timedelta(minutes=2))
    db.session.commit()
    assert titles(client.get("/clusters/north/discussions/").text) == ["Old thread", "New thread"]


def test_older_threads_are_on_further_pages_each_once(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster)
    for number in range(65):
        make_dated_thread(meeting, person, f"Thread {number}", number // 3)
    client.as_person(person)
    address, found = "/clusters/north/discussions/", []
    while address:
        page = client.get(address).text
        found.append(titles(page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older and older.group(1)
    assert [len(page) for page in found] == [30, 30, 5]
    assert [title for page in found for title in page] == [f"Thread {number}" for number in reversed(range(65))]


@pytest.mark.parametrize("before", ["x", "1-x", "nan-1", "1e400-1", "9e99-1", "1-99999999999999999999", "-1"])
def test_a_page_that_nobody_linked_to_is_the_first(client: Client, cluster, person, before: str) -> None:
    make_thread(make_meeting(cluster), person, "The thread")
    answer = client.as_person(person).get("/clusters/north/discussions/", query_string={"before": before})
    assert answer.status_code == 200
    assert titles(answer.text) == ["The thread"]


def test_an_empty_list_says_so_and_outsiders_find_none(client: Client, cluster, person) -> None:
    assert "There are no threads here yet." in client.as_person(person).get("/clusters/north/discussions/").text
    outsider = make_member(make_cluster())
    assert client.as_person(outsider).get("/clusters/north/discussions/").status_code == 404


@pytest.mark.parametrize("threads", [1, 3, 40])
def test_the_list_costs_the_same_for_one_thread_and_many(client: Client, cluster, person, threads: int) -> None:
    meeting = make_meeting(cluster)
    for number in range(threads):
        make_thread(meeting, make_member(cluster), f"Thread {number}")
    client.as_person(person).get("/clusters/north/discussions/")
    with counted() as statements:
        client.get("/clusters/north/discussions/")
    assert len(statements) == 6


def test_threads_are_embedded_in_one_line_with_a_way_to_start_one(client: Client, cluster, person) -> None:
    meeting, other = make_meeting(cluster), make_meeting(cluster, 2)
    thread = make_thread(meeting, person, "On this <meeting>", texts=["a", "b"])
    make_thread(other, person, "On another")
    page = client.as_person(person).get("/clusters/north/meetings/3/").text
    assert f'<a href="/threads/{thread.id}/">On this &lt;meeting&gt;</a>' in page
    assert "2 posts" in page
    assert "On another" not in page
    assert f'href="/threads/new?on=meeting&amp;id={meeting.id}"' in page


def test_a_visitor_is_shown_no_thread_and_no_way_to_start_one(app, cluster, person) -> None:
    meeting = make_meeting(cluster)
    make_thread(meeting, person, "On this meeting")
    with app.test_request_context():
        html = render_template_string('{{ threads_on("meeting", id) }}', id=meeting.id)
    assert "Nobody has written here yet." in html
    assert "Start a thread" not in html


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/threads/\d+/">([^<]+)</a>', page)
