"""The meeting page in the method's order, the list, the journey, and what they cost."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from benchplatform.database import db
from benchplatform.languages import Bilingual
from benchplatform.meetings.journey import journey
from benchplatform.meetings.models import Meeting, MeetingKind, SlotKind
from benchplatform.meetings.templates import plan_meeting
from tests.client import Client
from tests.factories import (
    day_in,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_organisation,
    make_person,
    make_preparation,
    make_slot,
    make_thread,
    save,
)
from tests.queries import counted

PARTS = ["What we want to achieve", "Prepare", "The day", "Talk", "Contact"]


@pytest.fixture
def person(cluster):
    return make_member(cluster)


def test_the_page_follows_the_method_from_purpose_to_contact(client: Client, cluster, person) -> None:
    contact = make_person("Amina Osman", phone="070-1")
    meeting = make_meeting(
        cluster,
        day=dt.date(2026, 12, 10),
        host_id=cluster.organisations[1].id,
        contact_id=contact.id,
        place="Town hall",
    )
    make_objective(meeting, "Everybody has learnt")
    make_slot(meeting, "Coffee", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(meeting, "Welcome", dt.time(10, 0), 360)
    page = client.as_person(person).get("/clusters/north/meetings/3/").text
    places = [page.index(f">{part}</h2>") for part in PARTS]
    assert places == sorted(places)
    assert ">Thu 10 Dec 2026, 09:30–16:00</time>, week\u00a050" in page
    assert '<p class="lead">Why we meet</p>' in page
    assert "<li>Everybody has learnt</li>" in page
    assert '<li class="break"><time>09:30–10:00</time><span>Coffee</span></li>' in page
    assert re.search(r'<li><time>10:00–16:00</time><span><a href="/agenda-slots/\d+/">Welcome</a></span></li>', page)
    assert "6 h 30 min, 09:30–16:00" in page
    assert '<a href="mailto:amina.osman@example.org">' in page
    assert '<a href="/organisations/berga/">Berga</a>' in page
    assert "<dd>Town hall</dd>" in page


def test_a_list_of_contents_leads_to_every_part_of_the_page(client: Client, cluster, person) -> None:
    make_meeting(cluster)
    page = client.as_person(person).get("/clusters/north/meetings/3/").text
    contents = page[page.index('<nav class="contents"') : page.index("</nav>", page.index('<nav class="contents"'))]
    anchors = re.findall(r'href="#(\w+)"', contents)
    assert anchors == ["achieve", "prepare", "day", "presentations", "talk", "contact"]
    assert [page.count(f'id="{anchor}"') for anchor in anchors] == [1] * 6


def test_the_page_speaks_the_readers_language(client: Client, cluster) -> None:
    meeting = make_meeting(cluster, day=dt.date(2026, 12, 10), purpose={"sv": "Varför", "en": "Why"})
    swede = make_member(cluster, person=make_person(locale="sv"))
    page = client.as_person(swede).get("/clusters/north/meetings/3/").text
    assert "tors 10 dec 2026, 09.30–16.00" in page
    assert '<p class="lead">Varför</p>' in page
    assert str(Bilingual(meeting.title)["sv"]) in page


def test_a_bare_meeting_says_what_is_missing(client: Client, cluster, person) -> None:
    make_meeting(cluster, purpose={})
    page = client.as_person(person).get("/clusters/north/meetings/3/").text
    for words in (
        "Nothing has to be prepared.",
        "There is no agenda yet.",
        "are not decided yet",
        "Nobody has written",
    ):
        assert words in page
    assert "in 18 days" in page


def test_the_page_leads_to_the_meetings_before_and_after(client: Client, cluster, person) -> None:
    make_meeting(cluster, 1, day_in(-9))
    make_meeting(cluster, 2, day_in(9))
    make_meeting(cluster, 4, day_in(99), kind=MeetingKind.CONFERENCE)
    client.as_person(person)
    page = client.get("/clusters/north/meetings/2/").text
    assert '<a rel="prev" href="/clusters/north/meetings/1/">Before this: Meeting 1</a>' in page
    assert '<a rel="next" href="/clusters/north/meetings/4/">After this: Results conference</a>' in page
    assert 'rel="prev"' not in client.get("/clusters/north/meetings/1/").text
    assert 'rel="next"' not in client.get("/clusters/north/meetings/4/").text


def test_a_meeting_of_another_cluster_does_not_exist(client: Client, cluster, person) -> None:
    other = make_cluster("South", programme=cluster.programme, organisations=[make_organisation("Cedra")])
    make_meeting(other, 3)
    make_meeting(other, 1)
    make_meeting(cluster, 3)
    client.as_person(person)
    for address in (
        "south/meetings/3/",
        "south/meetings/",
        "north/meetings/1/",
        "north/meetings/99999999999/",
        "x/meetings/3/",
    ):
        assert client.get(f"/clusters/{address}").status_code == 404
    assert "/sign-in" in client.as_person(None).get("/clusters/north/meetings/3/").location


def test_a_joint_meeting_is_in_every_cluster_of_the_programme(client: Client, cluster, person) -> None:
    south = make_cluster("South", programme=cluster.programme, organisations=[make_organisation("Cedra")])
    make_meeting(cluster, 0, cluster_id=None, kind=MeetingKind.STARTUP)
    for slug, member in {"north": person, "south": make_member(south)}.items():
        page = client.as_person(member).get(f"/clusters/{slug}/meetings/").text
        assert f'<a href="/clusters/{slug}/meetings/0/">Start-up</a>' in page
        assert client.get(f"/clusters/{slug}/meetings/0/").status_code == 200


def test_the_journey_has_eight_steps_and_says_where_we_are(app, cluster, person) -> None:
    for key, days in {"startup": -300, "bm1": -250, "bm2": -160, "bm3": 18, "conf": 80}.items():
        plan_meeting(cluster, key, day_in(days), "", None, None)
    save(cluster)
    with app.test_request_context():
        steps = journey(cluster, person).steps
        assert [(step.label, step.is_past, step.is_current) for step in steps] == [
            ("Start-up", True, False),
            ("Meeting 1", True, False),
            ("At home", True, False),
            ("Meeting 2", True, False),
            ("At home", True, False),
            ("Meeting 3", False, True),
            ("At home", False, False),
            ("Results conference", False, False),
        ]
        assert steps[5].when == "in 18 days"


def test_when_all_is_done_no_step_is_current(app, cluster, person) -> None:
    make_meeting(cluster, 1, day_in(-1))
    with app.test_request_context():
        found = journey(cluster, person)
        assert found.next is None
        assert [(step.is_past, step.is_current) for step in found.steps] == [(True, False)]
    make_meeting(cluster, 2, day_in(0))
    with app.test_request_context():
        assert journey(cluster, person).next.number == 2


def test_the_list_shows_the_next_the_later_and_those_that_have_been(client: Client, cluster, person) -> None:
    client.as_person(person)
    assert "No meeting is planned yet." in client.get("/clusters/north/meetings/").text
    for number, days in {1: -60, 2: -30, 3: 10, 4: 50}.items():
        make_meeting(cluster, number, day_in(days))
    page = client.get("/clusters/north/meetings/").text
    order = [
        page.index(text) for text in ('class="journey"', '"next-meeting"', ">After that<", ">Meetings that have been<")
    ]
    assert order == sorted(order)
    been = page[order[3] :]
    assert been.index("Meeting\u00a02") < been.index("Meeting\u00a01")
    assert (
        '<li aria-current="step">\n<a href="/clusters/north/meetings/3/">Meeting 3</a><br><span>in 10 days</span>'
        in page
    )
    assert "Plan a meeting" not in page
    assert "Plan a meeting" in client.as_person(make_lead(cluster)).get("/clusters/north/meetings/").text


def test_there_is_nothing_to_plan_when_every_meeting_is_planned(client: Client, cluster) -> None:
    for number in range(5):
        make_meeting(cluster, number)
    assert "Plan a meeting" not in client.as_person(make_lead(cluster)).get("/clusters/north/meetings/").text


def test_the_clusters_overview_begins_with_the_journey_and_the_next_meeting(client: Client, cluster, person) -> None:
    client.as_person(person)
    assert 'class="journey"' not in client.get("/clusters/north/").text
    make_meeting(cluster, 3, day_in(10), place="Town hall")
    page = client.get("/clusters/north/").text
    assert (
        page.index('class="journey"')
        < page.index('<h2 id="next-meeting">Meeting\u00a03</h2>')
        < page.index("Town hall")
    )


def test_pages_cost_the_same_for_one_row_and_three(client: Client, cluster, person) -> None:
    make_meeting(cluster, 3, host_id=cluster.organisations[0].id, contact_id=person.id)
    fill(cluster, person, 1)
    costs = [page_queries(client.as_person(person), address) for address in ("", "3/")]
    fill(cluster, person, 2)
    assert [page_queries(client, address) for address in ("", "3/")] == costs
    assert costs[0] == 3
    assert costs[1] <= 12


def fill(cluster, person, rows: int) -> None:
    """More rows of each kind on the pages, each with people and organisations of its own."""
    meeting = db.session.query(Meeting).filter_by(number=3).one()
    for number in range(rows):
        coming = day_in(30 + 10 * rows + number)
        make_meeting(cluster, 10 * rows + number, coming, host_id=make_organisation().id, contact_id=make_person().id)
        make_preparation(meeting, days=-14)
        make_preparation(meeting, days=-7, kind="presentation")
        make_objective(meeting)
        make_slot(meeting, "Talk", dt.time(9, 30), 30)
        make_thread(meeting, make_member(cluster), f"Thread {number}")


def page_queries(client: Client, address: str) -> int:
    client.get(f"/clusters/north/meetings/{address}")
    with counted() as statements:
        assert client.get(f"/clusters/north/meetings/{address}").status_code == 200
    return len(statements)


def test_a_meeting_that_has_been_is_held_and_not_counted_in_days(client: Client, cluster, person) -> None:
    make_meeting(cluster, 1, day_in(-262))
    page = client.as_person(person).get("/clusters/north/meetings/1/").text
    assert '<use href="#icon-check"/></svg>held</span>' in page
    assert "days ago" not in page
