"""Planning a meeting from its template, and changing when and where it is."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.events import meeting_planned
from benchplatform.meetings.models import Meeting, MeetingKind, Responsible
from benchplatform.meetings.templates import plan_meeting, templates
from tests.client import Client
from tests.factories import (
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_slot,
)

DAY = dt.date(2027, 3, 4)


@pytest.fixture
def form(cluster, lead):
    return {
        "template": "bm2",
        "day": "2027-03-04",
        "starts": "09:00",
        "place": "Town hall",
        "host": str(cluster.organisations[1].id),
        "contact": str(lead.id),
    }


def meetings() -> list[Meeting]:
    db.session.rollback()
    return list(db.session.query(Meeting).order_by(Meeting.number))


@pytest.mark.parametrize("key", list(templates()))
def test_every_template_is_whole_in_both_languages_and_its_day_has_no_gap(key: str) -> None:
    template = templates()[key]
    texts = [template["title"], template["focus"], *template["objectives"]]
    texts += [asked["text"] for asked in [*template["preparations"], *template["after"]]]
    texts += [slot["title"] for slot in template["agenda"]]
    assert all(text["en"].strip() and text["sv"].strip() for text in texts)
    starts = [dt.datetime.fromisoformat(f"2027-01-01T{slot['start']}") for slot in template["agenda"]]
    ends = [
        start + dt.timedelta(minutes=slot["minutes"]) for start, slot in zip(starts, template["agenda"], strict=True)
    ]
    assert starts[1:] == ends[:-1]
    assert all(asked["due_offset_days"] < 0 for asked in template["preparations"])
    assert all(asked["due_offset_days"] > 0 for asked in template["after"])
    published = [asked for asked in template["preparations"] if asked.get("kind") == "presentation"]
    assert [asked["due_offset_days"] for asked in published] == [-7]


def test_the_start_up_is_a_day_of_its_own() -> None:
    template = templates()["startup"]
    assert (template["no"], len(template["objectives"]), len(template["preparations"])) == (0, 4, 7)
    assert sum(slot["minutes"] for slot in template["agenda"]) == 360


def test_a_planned_meeting_has_all_that_its_template_has(app, cluster, lead) -> None:
    heard = []
    with meeting_planned.connected_to(heard.append):
        meeting = plan_meeting(cluster, "bm3", DAY, "Town hall", cluster.organisations[1].id, lead.id)
    db.session.commit()
    template = templates()["bm3"]
    assert heard == [meeting]
    assert (meeting.number, meeting.kind, meeting.title) == (3, MeetingKind.BENCHMARKING, template["title"])
    assert (meeting.starts, meeting.ends, meeting.minutes) == (dt.time(9, 30), dt.time(16, 0), 390)
    assert [objective.text for objective in meeting.objectives] == template["objectives"]
    assert len(meeting.preparations) == len(template["preparations"]) + len(template["after"])
    assert [p.due_on for p in meeting.preparations if p.kind == "presentation"] == [DAY - dt.timedelta(days=7)]
    assert meeting.preparations[5].responsible is Responsible.HOST
    assert len(meeting.agenda) == 12
    assert (meeting.host.name, meeting.contact) == ("Berga", lead)


def test_a_later_start_moves_the_whole_agenda(app, cluster) -> None:
    meeting = plan_meeting(cluster, "conf", DAY, "", None, None, starts=dt.time(10, 15))
    assert (meeting.starts, meeting.ends, meeting.kind) == (dt.time(10, 15), dt.time(16, 45), MeetingKind.CONFERENCE)
    assert meeting.agenda[0].starts == dt.time(10, 15)
    assert meeting.agenda[-1].ends == dt.time(16, 45)


def test_a_lead_plans_a_meeting_and_the_template_is_then_taken(client: Client, lead, form) -> None:
    client.as_person(lead)
    assert "Benchmarking meeting 2: Improving services" in client.get("/clusters/north/meetings/new").text
    answer = client.post_form("/clusters/north/meetings/new", form | {"once": "p" * 20})
    assert answer.location == "/clusters/north/meetings/2/"
    (meeting,) = meetings()
    assert (meeting.day, meeting.starts, meeting.ends) == (DAY, dt.time(9, 0), dt.time(15, 30))
    assert (meeting.place, meeting.host.name, meeting.contact_id) == ("Town hall", "Berga", lead.id)
    assert [(event.action, event.subject_id) for event in db.session.query(AuditEvent)] == [
        ("meetings.plan", meeting.id)
    ]
    assert "Benchmarking meeting 2" not in client.get("/clusters/north/meetings/new").text
    assert client.post_form("/clusters/north/meetings/new", form | {"once": "p" * 20}).location == answer.location
    again = client.post_form("/clusters/north/meetings/new", form)
    assert again.status_code == 422
    assert len(meetings()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("day", "", "Choose a day"),
        ("day", "someday", "Not a valid date value."),
        ("day", "9999-12-31", "between the years 2000 and 2100"),
        ("starts", "23:00", "past midnight"),
        ("starts", "", "Write a time"),
        ("place", "x" * 201, "201 characters, the limit is 200"),
        ("host", "99999", "Not a valid choice."),
        ("contact", "abc", "Invalid Choice"),
        ("template", "bm9", "Not a valid choice."),
    ],
)
def test_bad_input_is_told_and_the_rest_is_kept(client: Client, lead, form, wrong: tuple[str, str, str]) -> None:
    field, value, words = wrong
    answer = client.as_person(lead).post_form("/clusters/north/meetings/new", form | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'<a href="#{field}">' in answer.text
    assert field == "place" or 'value="Town hall"' in answer.text
    assert meetings() == []


def test_only_a_lead_plans_and_changes(client: Client, cluster, form) -> None:
    make_meeting(cluster, 3)
    for person, status in {make_member(cluster): 403, make_lead(make_cluster()): 404}.items():
        client.as_person(person)
        for address in ("new", "3/edit"):
            assert client.get(f"/clusters/north/meetings/{address}").status_code == status
            assert client.post_form(f"/clusters/north/meetings/{address}", form).status_code == status
    assert len(meetings()) == 1


def test_host_and_contact_come_from_the_cluster(client: Client, cluster, lead) -> None:
    member, stranger = make_member(cluster), make_member(make_cluster())
    gone = make_member(cluster, person=make_person("Gone Away", disabled_at=utc_now()))
    make_organisation("Elsewhere")
    page = client.as_person(lead).get("/clusters/north/meetings/new").text
    assert f'value="{member.id}">{member.name}<' in page
    assert f">{stranger.name}<" not in page
    assert f">{gone.name}<" not in page
    assert ">Berga<" in page
    assert "Elsewhere" not in page


def test_a_changed_meeting_moves_its_agenda_and_is_logged(client: Client, cluster, lead, form) -> None:
    meeting = make_meeting(cluster, 3, dt.date(2027, 1, 1), place="Old hall")
    make_slot(meeting, "Coffee", dt.time(9, 30), 390)
    page = client.as_person(lead).get("/clusters/north/meetings/3/edit").text
    assert 'value="2027-01-01"' in page
    assert 'value="09:30"' in page
    answer = client.post_form("/clusters/north/meetings/3/edit", form | {"version": "1"})
    assert answer.location == "/clusters/north/meetings/3/"
    (meeting,) = meetings()
    assert (meeting.day, meeting.starts, meeting.ends, meeting.version) == (DAY, dt.time(9, 0), dt.time(15, 30), 2)
    assert meeting.agenda[0].starts == dt.time(9, 0)
    event = db.session.query(AuditEvent).one()
    assert (event.action, event.person_id) == ("meetings.edit", lead.id)
    assert event.detail["place"] == ["Old hall", "Town hall"]
    assert event.detail["day"] == ["2027-01-01", "2027-03-04"]


def test_two_who_edit_at_once_are_told_and_nothing_is_overwritten(client: Client, cluster, lead, form) -> None:
    make_meeting(cluster, 3)
    client.as_person(lead).post_form("/clusters/north/meetings/3/edit", form | {"version": "1"})
    second = form | {"version": "1", "place": "Somewhere else"}
    answer = client.post_form("/clusters/north/meetings/3/edit", second)
    assert answer.status_code == 409
    assert "Somebody else changed the meeting" in answer.text
    assert "Town hall" in answer.text
    assert 'value="Somewhere else"' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert meetings()[0].place == "Town hall"
    assert client.post_form("/clusters/north/meetings/3/edit", second | {"version": "2"}).status_code == 302
    assert meetings()[0].place == "Somewhere else"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_forged_version_is_a_clash_and_no_error(client: Client, cluster, lead, form, version: str) -> None:
    make_meeting(cluster, 3, place="Old hall")
    answer = client.as_person(lead).post_form("/clusters/north/meetings/3/edit", form | {"version": version})
    assert answer.status_code == 409
    assert (meetings()[0].place, meetings()[0].version) == ("Old hall", 1)


def test_a_contact_who_has_left_stays_until_somebody_else_is_chosen(client: Client, cluster, lead, form) -> None:
    former = make_member(make_cluster())
    make_meeting(cluster, 3, contact_id=former.id)
    page = client.as_person(lead).get("/clusters/north/meetings/3/edit").text
    assert f'<option selected value="{former.id}">{former.name}</option>' in page
