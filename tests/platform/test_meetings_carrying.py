"""What a meeting leaves to the next: objectives not met everywhere and ideas, taken up with one button."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.ideas.models import Verdict
from benchplatform.meetings import day
from benchplatform.meetings.models import Objective, SlotKind
from tests.client import Client
from tests.factories import (
    day_in,
    make_assessment,
    make_cluster,
    make_idea,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_organisation,
    make_slot,
)

MEETING = "/clusters/north/meetings/3"
PAGE, AGENDA = f"{MEETING}/carried", f"{MEETING}/agenda"
LINE = f'<a href="{PAGE}">From the last meeting</a>:'
FULL = "What we carry over from the last meeting"


@pytest.fixture
def held(cluster):
    return make_meeting(cluster, 2, day_in(-30))


@pytest.fixture
def coming(cluster, held):
    """In Berga, with a day of two slots: 09.30–10.00 and 10.00–16.00."""
    found = make_meeting(cluster, 3, host_id=cluster.organisations[1].id)
    make_slot(found, "Coffee", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(found, "Talk", dt.time(10), 360)
    day.settle(found)
    db.session.commit()
    return found


@pytest.fixture
def plan(cluster, held):
    """Alby has met it, Berga partly."""
    found = make_objective(held, "Plan")
    alby, berga = cluster.organisations
    make_assessment(found, alby, "met")
    make_assessment(found, berga, "partly", words="Half of it", proof_url="https://plan.example")
    return found


@pytest.fixture
def host(cluster):
    """A key person of Berga."""
    return make_member(cluster, cluster.organisations[1])


def objectives(meeting) -> list[tuple[str, int | None]]:
    db.session.expire_all()
    return [(one.text["en"], one.carried_from_id) for one in meeting.objectives]


def carry(client: Client, objective):
    return client.post_form(f"{PAGE}/objectives", {"objective": objective.id})


def test_the_next_meeting_opens_with_what_is_left(client: Client, cluster, *, held, coming, plan, writer) -> None:
    alby, berga = cluster.organisations
    make_assessment(make_objective(held, "Show"), berga, "not_yet")
    make_assessment(make_objective(held, "Learn"), alby, "met")
    make_objective(held, "Nobody has said")
    make_idea(cluster, writer, "Read together", meeting_id=held.id)
    make_idea(cluster, writer, "Taken", meeting_id=held.id).decide(Verdict.TAKEN_UP, "Yes", writer)
    make_idea(cluster, writer, "Dropped", meeting_id=held.id).decide(Verdict.DROPPED, "No", writer)
    make_idea(cluster, writer, "Of no meeting")
    make_idea(cluster, writer, "Of this meeting", meeting_id=coming.id)
    db.session.commit()
    client.as_person(writer)
    page = client.get(f"{MEETING}/").text
    assert f"{LINE}\n2 objectives that are not met everywhere, Ideas (2)" in re.sub(r"\n+", "\n", page)
    assert page.index(LINE) < page.index("What we want to achieve</h2>")
    for path in (PAGE, AGENDA):
        page = client.get(path).text
        left = page[page.index("From the last meeting") : page.index("Agenda</h2>") if path == AGENDA else None]
        assert re.findall(r"<strong>(\w+)</strong>", left) == ["Plan", "Show"]
        assert re.findall(r"<li><span>(\w+)</span>\s*<span class=\"state (\w+)\">", left) == [
            ("Berga", "due"),
            ("Berga", "late"),
        ]
        assert "<p>Half of it</p>" in left
        assert ">plan.example</a>" in left
        assert re.findall(r'<a href="/ideas/\d+/">([^<]+)</a>', left) == ["Taken", "Read together"]
        assert ("Open idea" in left, "Taken up" in left) == (True, True)
        assert "Make it" not in left


def test_where_nothing_is_left_nothing_is_shown(client: Client, cluster, held, coming, writer) -> None:
    make_assessment(make_objective(held, "Learn"), cluster.organisations[0], "met")
    client.as_person(writer)
    assert "From the last meeting" not in client.get(f"{MEETING}/").text
    assert "From the last meeting" not in client.get(AGENDA).text
    assert "Nothing is left over." in client.get(PAGE).text
    assert "Nothing is left over." in client.get("/clusters/north/meetings/2/carried").text


def test_only_a_meeting_to_come_takes_up_and_only_from_one_that_was_held(
    client: Client, held, coming, plan, lead
) -> None:
    client.as_person(lead)
    held.day = day_in(1)
    db.session.commit()
    assert LINE not in client.get(f"{MEETING}/").text
    assert carry(client, plan).status_code == 404
    held.day, coming.day = day_in(-30), day_in(-1)
    db.session.commit()
    assert LINE not in client.get(f"{MEETING}/").text
    assert "<strong>Plan</strong>" in client.get(PAGE).text
    assert "Make it" not in client.get(PAGE).text
    for path in ("objectives", "slot"):
        client.post_form(f"{PAGE}/{path}", {"objective": plan.id})
        assert "The meeting has been held, so nothing is carried over to it." in client.get("/profile").text
    coming.day, coming.closed_at = day_in(18), utc_now()
    db.session.commit()
    for path in ("objectives", "slot"):
        client.post_form(f"{PAGE}/{path}", {"objective": plan.id})
        assert "The meeting is closed, so nothing is carried over to it." in client.get("/profile").text
    assert (objectives(coming), len(coming.agenda)) == ([], 2)


def test_an_objective_is_carried_over_once(client: Client, cluster, *, coming, plan, host, lead) -> None:
    make_objective(coming, "Own")
    page = client.as_person(host).get(PAGE).text
    assert f'name="objective" value="{plan.id}"' in page
    assert "Make it an objective of meeting 3" in page
    assert carry(client, plan).location == PAGE
    page = client.get(PAGE).text
    assert "“Plan” is now an objective of meeting 3 too." in page
    assert "also an objective of meeting 3" in page
    assert "Make it an objective" not in page
    assert carry(client.as_person(lead), plan).location == PAGE
    assert "“Plan” is an objective of meeting 3 already." in client.get("/profile").text
    assert objectives(coming) == [("Own", None), ("Plan", plan.id)]
    assert "carried over from an earlier meeting" in client.get(f"{MEETING}/objectives/edit").text
    again = coming.objectives[1]
    client.post_form(f"/objectives/{again.id}/removal", {"version": 1})
    assert carry(client, plan).location == PAGE
    assert objectives(coming) == [("Own", None), ("Plan", plan.id)]
    db.session.delete(plan)
    db.session.commit()
    assert objectives(coming) == [("Own", None), ("Plan", None)]
    logged = db.session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "meetings.objectives")).all()
    assert [one["what"] for one in logged] == ["carried", "removed", "carried"]


def test_what_is_met_meanwhile_or_is_not_of_the_meeting_before_is_not_carried(
    client: Client, cluster, *, held, coming, plan, lead
) -> None:
    yonder = make_cluster(organisations=[make_organisation()])
    foreign = make_objective(make_meeting(yonder, 2, day_in(-9)), "Foreign")
    make_assessment(foreign, yonder.organisations[0])
    client.as_person(lead)
    older = make_objective(make_meeting(cluster, 1, day_in(-60)), "Older")
    make_assessment(older, cluster.organisations[0])
    for objective in (foreign, older):
        assert carry(client, objective).status_code == 404
    for id in ("", "x", "0", "-1", str(2**31), "9" * 30):
        assert client.post_form(f"{PAGE}/objectives", {"objective": id}).status_code == 404
    db.session.execute(sa.text("UPDATE bench_objective_assessment SET answer = 'met'"))
    db.session.commit()
    assert carry(client, plan).location == PAGE
    assert "“Plan” is met everywhere by now." in client.get("/profile").text
    assert objectives(coming) == []


def test_all_of_it_becomes_the_first_part_of_the_day_once(client: Client, coming, plan, host, lead) -> None:
    client.as_person(host)
    version = coming.version
    assert "Make it the first part of the day" in client.get(AGENDA).text
    location = client.post_form(f"{PAGE}/slot", {"once": "d" * 20}).location
    assert client.post_form(f"{PAGE}/slot", {"once": "d" * 20}).location == location
    db.session.expire_all()
    slot = coming.agenda[0]
    assert location == f"{AGENDA}#slot-{slot.id}"
    assert [(f"{one.starts:%H.%M}", one.minutes, str(one.title["en"])) for one in coming.agenda] == [
        ("09.30", 30, FULL),
        ("10.00", 30, "Coffee"),
        ("10.30", 360, "Talk"),
    ]
    assert (slot.kind, slot.title["sv"]) == (SlotKind.DISCUSSION, "Det här tar vi med oss från förra träffen")
    assert (coming.ends, coming.version) == (dt.time(16, 30), version + 1)
    page = client.get(PAGE).text
    assert ("a part of the day" in page, "Make it the first part" in page) == (True, False)
    client.as_person(lead).post_form(f"{PAGE}/slot")
    assert "It is a part of the day already." in client.get("/profile").text
    stale = client.post_form(f"/agenda-slots/{coming.agenda[1].id}/removal", {"version": version})
    assert stale.location == AGENDA
    db.session.expire_all()
    assert len(coming.agenda) == 3


def test_a_day_without_a_part_begins_with_it_and_a_long_one_is_refused(client: Client, coming, plan, lead) -> None:
    coming.agenda[1].minutes = 13 * 60 + 45
    db.session.commit()
    client.as_person(lead).post_form(f"{PAGE}/slot")
    assert "The rest of the day would go on past midnight." in client.get("/profile").text
    db.session.expire_all()
    assert len(coming.agenda) == 2
    coming.agenda.clear()
    db.session.commit()
    client.post_form(f"{PAGE}/slot")
    db.session.expire_all()
    assert [(slot.starts, slot.minutes) for slot in coming.agenda] == [(dt.time(9, 30), 30)]


@pytest.mark.parametrize(
    ("index", "role", "status"),
    [(1, Role.MANAGER, 403), (1, Role.ELECTED_OFFICIAL, 403), (0, Role.KEY_PERSON, 403), (None, Role.KEY_PERSON, 404)],
)
def test_nobody_else_takes_it_up(client: Client, cluster, *, coming, plan, index, role, status) -> None:
    place = make_cluster(organisations=[make_organisation()]) if index is None else cluster
    client.as_person(make_member(place, place.organisations[index or 0], role))
    page = client.get(PAGE)
    assert (page.status_code, "Make it" in page.text) == (404 if status == 404 else 200, False)
    assert carry(client, plan).status_code == status
    assert client.post_form(f"{PAGE}/slot").status_code == status
    assert (objectives(coming), len(coming.agenda)) == ([], 2)


def test_each_cluster_carries_over_its_own_from_a_joint_meeting(client: Client, cluster) -> None:
    south = make_cluster("South", cluster.programme, [make_organisation("Cedra")])
    lead, joint = make_lead(cluster), make_meeting(cluster, 0, day_in(-9), cluster_id=None)
    here, there = make_objective(joint, "Here"), make_objective(joint, "There")
    for objective, place in ((here, cluster), (there, south)):
        make_assessment(objective, place.organisations[0])
        make_idea(place, make_member(place), f"Idea of {place.slug}", meeting_id=joint.id)
    coming = {place.slug: make_meeting(place, 1) for place in (cluster, south)}
    client.as_person(lead)
    for slug, objective in (("north", here), ("south", there)):
        page = f"/clusters/{slug}/meetings/1/carried"
        assert "1 objective that is not met everywhere" in client.get(f"/clusters/{slug}/meetings/1/").text
        left = client.get(page).text
        assert re.findall(r"<strong>(\w+)</strong>", left) == [objective.text["en"]]
        assert re.findall(r"Idea of \w+", left) == [f"Idea of {slug}"]
        assert client.post_form(f"{page}/objectives", {"objective": objective.id}).location == page
        assert objectives(coming[slug]) == [(objective.text["en"], objective.id)]
    make_assessment(here, south.organisations[0])
    assert client.post_form("/clusters/south/meetings/1/carried/objectives", {"objective": here.id}).status_code == 302
    assert db.session.query(Objective).filter_by(carried_from_id=here.id).count() == 2


def test_an_idea_for_fewer_is_hinted_to_nobody_else(client: Client, cluster, *, held, coming, writer, host) -> None:
    make_idea(cluster, writer, "Secret", meeting_id=held.id, organisation_id=cluster.organisations[0].id)
    assert re.search(rf"{re.escape(LINE)}\s+Ideas \(1\)", client.as_person(writer).get(f"{MEETING}/").text)
    for person in (host, make_lead(cluster)):
        client.as_person(person)
        assert LINE not in client.get(f"{MEETING}/").text
        assert "Secret" not in client.get(PAGE).text


def test_of_many_ideas_the_newest_are_listed_and_the_rest_counted(client: Client, cluster, held, coming, writer):
    for number in range(32):
        make_idea(cluster, writer, f"Idea {number}", meeting_id=held.id)
    page = client.as_person(writer).get(PAGE).text
    assert re.findall(r">Idea (\d+)</a>", page) == [str(number) for number in range(31, 1, -1)]
    assert "and 2 older" in page
