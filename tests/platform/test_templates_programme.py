"""A whole programme from a template: one page, one press, all meetings with everything that belongs to them."""

from __future__ import annotations

import datetime as dt
from itertools import groupby, pairwise
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.events import meeting_planned
from benchplatform.meetings.models import AgendaSlot, Meeting, MeetingKind, Objective, Preparation
from benchplatform.meetings.templates import templates
from benchplatform.meetings.templating import builtin
from benchplatform.meetings.templating.content import meetings_of
from benchplatform.meetings.templating.proposing import is_weekend, proposed_days, proposed_hosts
from benchplatform.programmes.models import Part
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_template,
)
from tests.queries import counted

PATH = "/clusters/north/programme/new"
MONDAY = dt.datetime(2026, 9, 7, 12, tzinfo=dt.UTC)
DAYS = ["2026-11-05", "2027-01-28", "2027-04-15", "2027-09-02", "2027-11-11"]


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def form(cluster) -> dict[str, str]:
    """As a lead sends it: days of her own, the hosts in turn, the themes in their order."""
    return fields(cluster, DAYS)


def fields(cluster: Any, days: list[str], themes: tuple[str, ...] = ("bm1", "bm2", "bm3")) -> dict[str, str]:
    hosts, sent = cluster.organisations, {}
    for index, day in enumerate(days):
        sent[f"meetings-{index}-day"] = day
        sent[f"meetings-{index}-host"] = str(hosts[index % len(hosts)].id)
        sent[f"meetings-{index}-starts"] = "09:30"
        sent[f"meetings-{index}-place"] = ""
    return sent | {f"meetings-{index}-theme": key for index, key in enumerate(themes, 1)}


def planned() -> list[Meeting]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Meeting).order_by(Meeting.day)))


def test_one_press_makes_every_meeting_with_all_that_belongs_to_it(client: Client, cluster, lead, form) -> None:
    heard: list[int] = []

    def hear(meeting: Meeting) -> None:
        heard.append(meeting.number)

    client.as_person(lead)
    with meeting_planned.connected_to(hear):
        answer = client.post_form(PATH, form | {"once": "p" * 20, "meetings-1-place": "Town hall"})
    assert answer.location == "/clusters/north/meetings/"
    assert "The programme is planned: 5 meetings." in client.get(answer.location).text
    meetings = planned()
    assert [str(meeting.day) for meeting in meetings] == DAYS
    assert [meeting.number for meeting in meetings] == [0, 1, 2, 3, 4]
    kinds = [MeetingKind.STARTUP, *3 * [MeetingKind.BENCHMARKING], MeetingKind.CONFERENCE]
    assert [meeting.kind for meeting in meetings] == kinds
    assert [meeting.host.name for meeting in meetings] == ["Alby", "Berga", "Alby", "Berga", "Alby"]
    assert [meeting.place for meeting in meetings] == ["", "Town hall", "", "", ""]
    assert {meeting.cluster_id for meeting in meetings} == {cluster.id}
    assert heard == [0, 1, 2, 3, 4]
    for meeting, said in zip(meetings, templates().values(), strict=True):
        assert (meeting.title, meeting.purpose) == (said["title"], said["focus"])
        assert [objective.text for objective in meeting.objectives] == said["objectives"]
        assert [p.text for p in meeting.preparations] == [p["text"] for p in [*said["preparations"], *said["after"]]]
        assert [slot.title for slot in meeting.agenda] == [slot["title"] for slot in said["agenda"]]
        parts = [[part.title for part in slot.parts] for slot in meeting.agenda]
        assert parts == [[part["title"] for part in slot.get("parts", ())] for slot in said["agenda"]]
        assert {slot.cluster_id for slot in meeting.agenda} == {cluster.id}
    (logged,) = db.session.query(AuditEvent)
    assert (logged.action, logged.detail["meetings"]) == ("meetings.plan_programme", 5)
    talk = f"/threads/new?on=meeting&amp;id={meetings[1].id}"
    assert talk in client.get("/clusters/north/meetings/1/").text


def test_both_languages_are_there(client: Client, lead, form) -> None:
    client.as_person(lead).post_form(PATH, form)
    words = {"en": "Publish your presentation on the platform", "sv": "Publicera er presentation på plattformen"}
    for code, text in words.items():
        lead.locale = code
        db.session.merge(lead)
        db.session.commit()
        assert text in client.get("/clusters/north/meetings/1/").text


def test_the_whole_programme_is_one_transaction_of_few_statements(client: Client, lead, form) -> None:
    """Rows of one table go together: SQLite is asked for each with the same statement, PostgreSQL once for all."""
    client.as_person(lead)
    form["csrf_token"] = client.token()
    with counted() as statements:
        client.post(PATH, data=form | {"once": "q" * 20})
    asked = [statement for statement, _ in groupby(statements)]
    made = [statement.split()[2] for statement in asked if statement.startswith("INSERT")]
    tables = ["bench_meeting", "bench_agenda_slot", "bench_slot_part", "bench_objective", "bench_preparation"]
    assert sorted(made) == sorted(["bench_submission", *tables, "bench_hosting_item", "bench_audit_event"])
    assert len(asked) <= 20
    assert db.session.scalar(sa.select(sa.func.count(Preparation.id))) == 58


def test_cut_off_in_the_last_step_it_leaves_nothing(client: Client, lead, form) -> None:
    def break_down(meeting: Meeting) -> None:
        if meeting.number == 4:
            raise RuntimeError("the power is gone")

    client.as_person(lead)
    with meeting_planned.connected_to(break_down), pytest.raises(RuntimeError, match="the power is gone"):
        client.post_form(PATH, form)
    assert planned() == []
    assert db.session.scalar(sa.select(sa.func.count(AgendaSlot.id))) == 0


def test_pressed_twice_it_is_one_programme(client: Client, lead, form) -> None:
    client.as_person(lead)
    first = client.post_form(PATH, form | {"once": "p" * 20})
    assert client.post_form(PATH, form | {"once": "p" * 20}).location == first.location
    again = client.post_form(PATH, form | {"once": "r" * 20})
    assert again.status_code == 409
    assert "The cluster has meetings already" in again.text
    assert 'value="2027-04-15"' in again.text
    assert len(planned()) == 5


def test_the_page_proposes_working_days_and_a_rota_that_begins_with_the_mentor(client: Client, cluster, lead) -> None:
    page = client.as_person(lead).get(PATH).text
    days = proposed_days(meetings_of(builtin.current()), MONDAY.date())
    for index, day in enumerate(days):
        assert f'name="meetings-{index}-day" required type="date" value="{day}"' in page
        assert not is_weekend(day)
    assert days[0] >= MONDAY.date() + dt.timedelta(days=42)
    assert all((after - one).days >= 60 for one, after in pairwise(days))
    mentor, other = cluster.organisations
    assert proposed_hosts(cluster, 5) == [mentor.id, other.id, mentor.id, other.id, mentor.id]


@pytest.mark.parametrize("today", [MONDAY.date() + dt.timedelta(days=days) for days in range(0, 366, 13)])
def test_no_proposed_day_is_on_a_weekend_or_at_the_turn_of_the_year(app, today: dt.date) -> None:
    days = proposed_days(meetings_of(builtin.current()), today)
    dates = [(day.month, day.day) for day in days]
    assert {day.strftime("%a") for day in days} <= {"Tue", "Wed"}
    assert [date for date in dates if date >= (12, 18) or date <= (1, 8) or (6, 18) <= date <= (8, 17)] == []
    assert days == sorted(set(days))


def test_who_only_supports_is_not_proposed_as_host(cluster) -> None:
    make_participation(cluster, make_organisation("County board"), Part.SUPPORTING)
    assert len(set(proposed_hosts(cluster, 5))) == 2
    alone = make_cluster("Alone")
    assert proposed_hosts(alone, 2) == [None, None]
    supporter = make_participation(alone, part=Part.SUPPORTING)
    assert proposed_hosts(alone, 2) == [supporter.organisation_id] * 2


def test_themes_can_change_places_and_numbers_follow_the_days(client: Client, cluster, lead) -> None:
    client.as_person(lead).post_form(PATH, fields(cluster, DAYS, ("bm2", "bm1", "bm3")))
    one, two = planned()[1:3]
    assert (one.number, one.title["en"]) == (1, "Benchmarking meeting 1: Improving services")
    assert (two.number, two.title["sv"]) == (2, "Benchmarkingträff 2: Ledning och styrning")
    assert [objective.text for objective in one.objectives] == templates()["bm2"]["objectives"]


def test_a_theme_chosen_twice_is_told_beside_it(client: Client, cluster, lead) -> None:
    answer = client.as_person(lead).post_form(PATH, fields(cluster, DAYS, ("bm2", "bm2", "bm3")))
    assert answer.status_code == 422
    assert (
        '<a href="#meetings-2-theme">Meeting 2, Meeting 2 is about: Meeting 1 is about this already.</a>' in answer.text
    )


@pytest.mark.parametrize(
    "wrong",
    [
        (1, "", "Choose a day"),
        (1, "soon", "Not a valid date value."),
        (0, "2026-09-06", "That day has been."),
        (2, "2027-01-28", "Meeting 1 is on the same day."),
        (2, "2027-01-27", "This is before Meeting 1 (Thu 28 Jan)."),
        (4, "9999-12-31", "between the years 2000 and 2100"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_it_and_all_input_is_kept(
    client: Client, lead, form, wrong: tuple[int, str, str]
) -> None:
    index, day, words = wrong
    form |= {f"meetings-{index}-day": day, "meetings-3-place": "Our hall"}
    answer = client.as_person(lead).post_form(PATH, form)
    assert answer.status_code == 422
    assert f'<a href="#meetings-{index}-day">' in answer.text
    assert words in answer.text
    assert f'value="{day}"' in answer.text
    assert 'value="Our hall"' in answer.text
    assert planned() == []


def test_other_bad_input_is_told_and_nothing_is_made(client: Client, lead, form) -> None:
    client.as_person(lead)
    stranger = make_organisation("Stranger")
    for name, value, words in [
        ("host", str(stranger.id), "Not a valid choice"),
        ("host", "x", "Invalid Choice"),
        ("starts", "23:00", "past midnight"),
        ("place", "x" * 201, "the limit is 200"),
        ("theme", "bm9", "Not a valid choice"),
    ]:
        answer = client.post_form(PATH, form | {f"meetings-1-{name}": value})
        assert (answer.status_code, words in answer.text) == (422, True), name
    assert client.post_form(PATH).status_code == 422
    assert client.post_form(PATH, form | {"meetings-²-day": "x", "meetings-99999999-day": "x"}).status_code == 302
    assert len(planned()) == 5


def test_without_an_hour_the_template_s_own_is_taken(client: Client, lead, form) -> None:
    client.as_person(lead).post_form(PATH, form | {"meetings-1-starts": "", "meetings-2-starts": "10:15"})
    assert [meeting.starts for meeting in planned()[1:3]] == [dt.time(9, 30), dt.time(10, 15)]


def test_the_preview_says_what_will_exist_and_saves_nothing(client: Client, lead, form) -> None:
    answer = client.as_person(lead).post_form(PATH, form | {"preview": "1", "meetings-1-day": "2027-01-30"})
    assert answer.status_code == 200
    page = answer.text
    assert "Nothing is saved yet." in page
    assert "Publish your presentation on the platform, at least one week before the meeting by Sat 23 Jan" in page
    assert "Due first, by Thu 24 Sep: Decide that the organisation takes part" in page
    assert "Meeting 1: Saturday 30 January 2027 is on a weekend." in page
    assert "Host: Berga" in page
    assert planned() == []
    assert db.session.scalar(sa.select(sa.func.count(AgendaSlot.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Objective.id))) == 0


def test_what_is_due_before_today_is_shown_as_passed(client: Client, lead, form) -> None:
    page = client.as_person(lead).post_form(PATH, form | {"preview": "1", "meetings-0-day": "2026-10-01"}).text
    assert page.count("has passed already") == 2


def test_a_weekend_is_warned_of_and_not_refused(client: Client, lead, form) -> None:
    answer = client.as_person(lead).post_form(PATH, form | {"meetings-1-day": "2027-01-30"})
    assert "Meeting 1: Saturday 30 January 2027 is on a weekend." in client.get(answer.location).text
    assert len(planned()) == 5


def test_it_can_be_planned_from_an_own_template(client: Client, cluster, lead, form) -> None:
    short = [one for one in builtin.content() if one["key"] in ("bm1", "bm3")]
    template = make_template(cluster.programme, "Our short way", short)
    page = client.as_person(lead).get(PATH).text
    assert "Our short way, version 1" in page
    assert f'href="{PATH}?version={template.newest.id}"' in client.get(f"/templates/{template.id}/").text
    address = f"{PATH}?version={template.newest.id}"
    page = client.get(address).text
    assert page.count("<legend>") == 2
    sent = {"meetings-0-theme": "bm3", "meetings-0-day": DAYS[0], "meetings-1-theme": "bm1", "meetings-1-day": DAYS[1]}
    assert client.post_form(address, sent | {"meetings-0-host": "", "meetings-1-host": ""}).status_code == 302
    assert [(one.number, one.title["en"]) for one in planned()] == [
        (1, "Benchmarking meeting 1: Follow-up and continued improvement"),
        (3, "Benchmarking meeting 3: Leading and steering"),
    ]
    assert "Made from Our short way, version 1" in client.get("/clusters/north/meetings/").text


@pytest.mark.parametrize("version", ["99999", "9" * 30])
def test_a_template_that_is_not_there_is_not_found(client: Client, lead, version: str) -> None:
    expected = 404 if version == "99999" else 200
    assert client.as_person(lead).get(f"{PATH}?version={version}").status_code == expected


def test_another_programme_s_template_is_not_found(client: Client, lead) -> None:
    foreign = make_template(make_cluster().programme)
    assert client.as_person(lead).get(f"{PATH}?version={foreign.newest.id}").status_code == 404


def test_only_a_lead_plans(client: Client, cluster, form) -> None:
    for person, status in {
        make_member(cluster): 403,
        make_lead(make_cluster()): 404,
        make_administrator(): 404,
    }.items():
        client.as_person(person)
        assert client.get(PATH).status_code == status
        assert client.post_form(PATH, form).status_code == status
    assert planned() == []


def test_it_is_offered_where_a_lead_looks_while_there_are_no_meetings(client: Client, cluster, lead, writer) -> None:
    for path in ("/clusters/north/meetings/", "/clusters/north/administration"):
        assert f'href="{PATH}"' in client.as_person(lead).get(path).text
    assert PATH not in client.as_person(writer).get("/clusters/north/meetings/").text
    make_meeting(cluster)
    for path in ("/clusters/north/meetings/", "/clusters/north/administration"):
        assert PATH not in client.as_person(lead).get(path).text
    page = client.get(PATH)
    assert (page.status_code, "The cluster has meetings already" in page.text) == (200, True)


def test_the_rest_of_a_programme_is_planned_from_the_version_it_began_with(client: Client, cluster, lead) -> None:
    template = make_template(cluster.programme, "Our way")
    old = template.newest
    make_meeting(cluster, 1, template_version_id=old.id)
    changed = [{**one, "title": {"en": f"New {one['key']}"}} for one in old.content]
    template.add_version(changed)
    db.session.commit()
    page = client.as_person(lead).get("/clusters/north/meetings/new").text
    assert page.index("Our way, version 1") < page.index("Our way, version 2")
    assert "Programme with three benchmarking meetings, version 1" in page
    sent = {"template": "bm2", "day": DAYS[1], "starts": "09:30", "place": "", "host": "", "contact": ""}
    assert client.post_form("/clusters/north/meetings/new", sent).location == "/clusters/north/meetings/2/"
    assert planned()[-1].title["en"] == "Benchmarking meeting 2: Improving services"
    newer = {"template": f"{template.newest.id}-bm3", "day": DAYS[2]}
    assert client.post_form("/clusters/north/meetings/new", sent | newer).status_code == 302
    assert planned()[-1].title["en"] == "New bm3"
    assert planned()[-1].template_version_id == template.newest.id
