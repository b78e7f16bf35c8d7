"""The first page: next steps, the next meeting, what others have written, and which cluster it is about."""

from __future__ import annotations

import re

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import Responsible
from tests.client import Client
from tests.factories import (
    day_in,
    make_administrator,
    make_attendance,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_preparation,
    make_thread,
)
from tests.queries import counted


@pytest.fixture
def person(cluster):
    """An elected official: of them, no other feature asks anything before a meeting."""
    return make_member(cluster, role=Role.ELECTED_OFFICIAL)


def ask(meeting, text: str, days: int):
    return make_preparation(meeting, text, days, responsible=Responsible.ALL_ROLES)


def steps_on(page: str) -> list[tuple[str, ...]]:
    rows = re.findall(r'<li><a href="[^"]*">([^<]+)</a>\s*<span class="state (\w+)">.*?</svg>([^<]+)</span>', page)
    return [(title, state, words) for title, state, words in rows]


def test_a_visitor_is_led_to_sign_in(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_the_page_tells_what_is_asked_when_the_meeting_is_and_whom_to_ask(client: Client, cluster, person) -> None:
    day = day_in(18)
    meeting = make_meeting(cluster, day=day, place="Town hall", contact_id=make_person("Amina Osman").id)
    for text, days in {"Late": -20, "Tomorrow": -17, "Near": -11, "Far": -10}.items():
        ask(meeting, text, days)
    page = client.as_person(person).get("/").text
    assert '<h1 id="steps">Your next steps</h1>' in page
    assert steps_on(page) == [
        ("Late", "late", "2 days late"),
        ("Tomorrow", "due", "tomorrow"),
        ("Near", "due", "in 7 days"),
        ("Far", "open", "in 8 days"),
        ("Say whether you are coming to meeting 3", "open", "in 11 days"),
    ]
    assert '<li aria-current="step">' in page
    for words in ("in 18 days", "09:30–16:00", "Town hall", "Contact: Amina Osman"):
        assert words in page
    assert '<a class="button" href="/clusters/north/meetings/3/">' in page


def test_the_first_page_is_a_click_away_from_every_page_of_the_cluster(client: Client, cluster, person) -> None:
    client.as_person(person)
    assert '<a href="/" aria-current="page">Start</a>' in client.get("/").text
    for path in ("/clusters/north/", "/clusters/north/people/", f"/people/{person.id}/"):
        assert '<a href="/">Start</a>' in client.get(path).text


def test_a_step_is_the_first_sentence_of_what_is_asked(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster)
    ask(meeting, "Read five papers, e.g. decisions, ca. 2 pages. Do they show consequences? Bring one.", -17)
    page = client.as_person(person).get("/").text
    assert steps_on(page)[0] == ("Read five papers, e.g. decisions, ca. 2 pages", "due", "tomorrow")


def test_at_most_five_steps_are_shown_and_the_rest_is_counted(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster)
    for number in range(7):
        ask(meeting, f"Step {number}", number - 18)
    page = client.as_person(person).get("/").text
    assert [title for title, *_ in steps_on(page)] == [f"Step {number}" for number in range(5)]
    assert "and 3 more, later" in page


def test_nothing_asked_is_said_kindly(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster)
    make_preparation(meeting, "For managers", responsible=Responsible.MANAGER)
    make_attendance(meeting, person)
    page = client.as_person(person).get("/").text
    assert "Nothing is asked of you just now. Well done!" in page
    assert "For managers" not in page


def test_new_posts_are_the_five_latest_of_others_that_one_may_see(client: Client, cluster, person) -> None:
    meeting, other = make_meeting(cluster), make_member(cluster, person=make_person("Sara Nord"))
    for number in range(6):
        make_thread(meeting, other, f"Thread {number}")
    own = make_thread(meeting, person, "My own words")
    client.as_person(person).get(f"/threads/{own.id}/")
    make_thread(meeting, other, "Among Berga", organisation_id=cluster.organisations[1].id)
    elsewhere = make_cluster(organisations=[make_organisation()])
    make_thread(make_meeting(elsewhere), make_member(elsewhere), "Elsewhere")
    page = client.as_person(person).get("/").text
    new = page[page.index('id="new"') :]
    assert re.findall(r'/unread">([^<]+)</a>', new) == [f"Thread {number}" for number in (5, 4, 3, 2, 1)]
    assert "1 new post · Sara Nord, Alby · <time" in new


def test_a_thread_in_which_much_was_written_stands_once(client: Client, cluster, person) -> None:
    meeting, other = make_meeting(cluster), make_member(cluster, person=make_person("Sara Nord"))
    quiet, lively = make_thread(meeting, other, "Quiet"), make_thread(meeting, other, "Lively")
    for _ in range(4):
        lively.add_post(other, cluster.organisations[0].id, "More")
    db.session.commit()
    page = client.as_person(person).get("/").text
    new = page[page.index('id="new"') :]
    assert re.findall(r'href="(/threads/[^"]*)">', new) == [
        f"/threads/{lively.id}/unread",
        f"/threads/{quiet.id}/unread",
    ]
    assert re.search(r"5 new posts · Sara Nord, Alby · <time [^>]*>today</time></p>", new)


def test_an_empty_cluster_has_a_page_too(client: Client, cluster, person) -> None:
    page = client.as_person(person).get("/").text
    assert "You have read everything that the others have written." in page
    assert 'class="journey"' not in page


def test_those_in_several_clusters_switch_and_it_is_remembered(client: Client, cluster) -> None:
    south = make_cluster("South", programme=cluster.programme, organisations=[make_organisation("Cedra")])
    make_meeting(cluster, title={"en": "Northern meeting"})
    make_meeting(south, title={"en": "Southern meeting"})
    client.as_person(make_lead(cluster))
    assert "Southern meeting" in client.get("/").text
    page = client.get("/?cluster=north").text
    assert "Northern meeting" in page
    assert '<a href="/?cluster=north" aria-current="true">North</a>' in page
    assert "Northern meeting" in client.get("/").text
    assert "Northern meeting" in client.get("/?cluster=nowhere").text
    make_cluster("Secret")
    assert client.get("/?cluster=secret").text.count("Secret") == 0


def test_without_a_membership_the_page_says_what_to_do(client: Client, app) -> None:
    page = client.as_person(make_person("Nils New")).get("/").text
    assert "Welcome, Nils New" in page
    assert "Ask your programme lead for an invitation." in page
    assert "/admin/" not in page


def test_an_administrator_is_led_to_administration(client: Client, app) -> None:
    assert '<a class="button" href="/admin/">' in client.as_person(make_administrator()).get("/").text


def test_the_page_costs_the_same_for_one_row_and_three(client: Client, cluster, person) -> None:
    meeting = make_meeting(cluster, 3, host_id=cluster.organisations[0].id, contact_id=make_person().id)
    costs = []
    for rows in (1, 2):
        for number in range(rows):
            ask(meeting, f"Step {number}", -14)
            make_meeting(cluster, 10 * rows + number, day_in(40), host_id=make_organisation().id)
            make_thread(meeting, make_member(cluster), f"Thread {number}")
        client.as_person(person).get("/")
        with counted() as statements:
            assert client.get("/").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 12


def test_health_is_open_to_all_and_asks_the_database(client: Client) -> None:
    with counted() as statements:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert statements == ["SELECT 1"]
