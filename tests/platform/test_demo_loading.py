"""The demo: what is in it, on which days, loaded once, into an empty database alone, as a whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from bench_presentations.models import Presentation, Version
from benchplatform.accounts.models import Person
from benchplatform.app import create_app
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.demo import PASSWORD, load, sign_ins
from benchplatform.demo.meetings import working_day
from benchplatform.discussions.models import Post, Thread
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting, MeetingKind
from benchplatform.organisations.models import Organisation
from benchplatform.plugin import Plugin, Registry
from benchplatform.programmes.models import Cluster, Membership, Programme

from ..client import Client
from ..factories import make_cluster, make_meeting, make_organisation, make_person

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def sunday() -> Iterator[None]:
    with time_machine.travel(SUNDAY, tick=False):
        yield


def test_everything_is_loaded(app: Flask, sunday: None) -> None:
    said = load()

    assert said == "The demo is loaded: 4 organisations, 18 people, 5 meetings. Meeting 3 is on 2026-12-10."
    assert {model.__name__: _count(model) for model in (Organisation, Person, Programme, Cluster, Membership)} == {
        "Organisation": 4,
        "Person": 18,
        "Programme": 1,
        "Cluster": 1,
        "Membership": 17,
    }
    assert {model.__name__: _count(model) for model in (Meeting, Thread, Post, Presentation, Version, StoredFile)} == {
        "Meeting": 5,
        "Thread": 27,
        "Post": 82,
        "Presentation": 16,
        "Version": 21,
        "StoredFile": 21,
    }
    assert set(db.session.scalars(sa.select(AuditEvent.action))) == {"demo.load", "threads.locked"}


def test_the_cluster_has_its_mentor_first_and_says_that_it_is_a_demo(demo: Flask) -> None:
    cluster = db.session.scalars(sa.select(Cluster)).one()

    assert cluster.slug == "demo"
    assert cluster.name == {"en": "Demo cluster", "sv": "Demokluster"}
    assert cluster.programme.is_demo
    assert [(part.organisation.name, part.part.value) for part in cluster.participations] == [
        ("Björkinge kommun", "mentor"),
        ("Lövinge kommun", "benchmarking"),
        ("Strandhamra kommun", "benchmarking"),
        ("Region Mellanslätt", "benchmarking"),
    ]


def test_members_come_and_go(demo: Flask) -> None:
    memberships = {m.person.name: m for m in db.session.scalars(sa.select(Membership))}

    assert [name for name, membership in memberships.items() if not membership.is_current] == ["Per Hallqvist"]
    assert memberships["Per Hallqvist"].until == dt.datetime(2026, 10, 11, 7, tzinfo=dt.UTC)
    assert memberships["Lena Rudberg"].since == dt.datetime(2026, 10, 12, 7, tzinfo=dt.UTC)
    assert memberships["Ylva Sandgren"].role is Role.PROGRAMME_LEAD
    assert [name for name, membership in memberships.items() if membership.cluster_id is None] == ["Ylva Sandgren"]
    administrators = db.session.scalars(sa.select(Person.name).where(Person.administrator_since.is_not(None)))
    assert administrators.all() == ["Disa Lindgren"]


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("2026-11-22", ["2026-01-20", "2026-03-05", "2026-06-04", "2026-12-10", "2027-02-11"]),
        ("2026-11-21", ["2026-01-19", "2026-03-04", "2026-06-03", "2026-12-09", "2027-02-10"]),
        ("2026-11-24", ["2026-01-22", "2026-03-09", "2026-06-08", "2026-12-14", "2027-02-15"]),
    ],
    ids=["a Sunday", "a Saturday", "a day whose meetings fall on Saturdays"],
)
def test_meetings_are_counted_from_today_and_never_on_a_weekend(app: Flask, today: str, days: list[str]) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(f"{today}T12:00:00+00:00"), tick=False):
        load()

    found = _meetings()
    assert [str(meeting.day) for meeting in found] == days
    assert [meeting.number for meeting in found] == [0, 1, 2, 3, 4]
    assert [meeting.kind for meeting in found] == [
        MeetingKind.STARTUP,
        *[MeetingKind.BENCHMARKING] * 3,
        MeetingKind.CONFERENCE,
    ]


def test_weekend_days_become_the_monday_after() -> None:
    week = [dt.date(2026, 11, 16) + dt.timedelta(days=days) for days in range(7)]

    assert [working_day(day).day for day in week] == [16, 17, 18, 19, 20, 23, 23]


def test_each_meeting_has_a_place_a_host_and_its_key_person(demo: Flask) -> None:
    assert [(m.host and m.host.slug, m.contact and m.contact.name, m.place) for m in _meetings()] == [
        ("mellanslatt", "Elin Stråhle", "Regionens hus i Mellanslätt, konferensrum Horisonten"),
        ("bjorkinge", "Sara Nordlund", "Björkinge stadshus, Sessionssalen"),
        ("lovinge", "Miriam Haile", "Lövinge bygdegård, Stora salen"),
        ("strandhamra", "Amina Osman", "Strandhamra stadshus, Fullmäktigesalen"),
        ("mellanslatt", "Elin Stråhle", "Mellanslätts folkhögskola, Aulan"),
    ]


def test_a_second_time_changes_nothing(demo: Flask) -> None:
    before = _everything()

    assert load() == "The demo is there already."
    assert _everything() == before


@pytest.mark.parametrize("somebody", [make_person, make_organisation])
def test_a_used_database_is_left_alone(app: Flask, somebody: Any) -> None:
    somebody()
    before = _everything()

    assert load() == "The demo was not loaded: there are people or organisations in the database already."
    assert _everything() == before


def test_cut_off_in_the_last_step_it_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(demo: Any) -> None:
        assert _count(Presentation) == 16
        raise RuntimeError("the power is gone")

    before = _everything()
    broken = Registry((*app.extensions["benchplatform"].plugins, Plugin(name="bench_broken", demo=break_down)))
    with monkeypatch.context() as patch:
        patch.setitem(app.extensions, "benchplatform", broken)
        with pytest.raises(RuntimeError, match="the power is gone"):
            load()

    assert _everything() == before
    assert load().startswith("The demo is loaded: 4 organisations")


def test_meeting_three_is_moved_ahead_when_it_has_passed(app: Flask, sunday: None) -> None:
    load()
    due = [preparation.due_on for preparation in _meetings()[3].preparations]

    with time_machine.travel(dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC), tick=False):
        assert load() == "The demo is there already."
    with time_machine.travel(dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC), tick=False):
        assert load() == (
            "The demo is there already. Its meetings were moved 14 weeks ahead, so that meeting 3 is still to come."
        )
        assert load() == "The demo is there already."

    found = _meetings()
    assert [str(m.day) for m in found] == ["2026-04-28", "2026-06-11", "2026-09-10", "2027-03-18", "2027-05-20"]
    assert [preparation.due_on for preparation in found[3].preparations] == [
        day + dt.timedelta(weeks=14) for day in due
    ]
    assert [meeting.starts for meeting in found] == [dt.time(9, 30)] * 5
    assert db.session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "demo.move")).all() == [
        {"weeks": 14}
    ]


def test_a_real_programme_is_never_moved(app: Flask) -> None:
    make_meeting(make_cluster(organisations=[make_organisation()]), day=dt.date(2026, 12, 10))

    with time_machine.travel(dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC), tick=False):
        assert load().startswith("The demo was not loaded")

    assert [str(meeting.day) for meeting in _meetings()] == ["2026-12-10"]


def test_everybody_signs_in_with_the_password(demo: Flask) -> None:
    addresses = db.session.scalars(sa.select(Person.email)).all()

    assert len(addresses) == 18
    for address in addresses:
        person = Person.with_password(address, PASSWORD)
        assert person is not None
        assert person.email == address
        assert Person.with_password(address, "bench-demo-2025") is None


def test_the_console_says_who_there_is(demo: Flask) -> None:
    first, *rows = sign_ins().splitlines()

    assert first == "Demo people, all with the password bench-demo-2026"
    assert rows[0] == "  Key person          Miriam Haile       miriam.haile@lovinge.example"
    assert rows[-1] == "  Site administrator  Disa Lindgren      disa.lindgren@demo.example"
    assert len(rows) == 8
    assert all(Person.by_email(row.split()[-1]) for row in rows)
    assert max(map(len, rows)) < 80


def test_the_sign_in_page_says_it_too_where_the_demo_is_on_and_only_there(
    app: Flask, client: Client, database_url: str, tmp_path: Path
) -> None:
    demo = create_app({"DATABASE_URL": database_url, "LOCALE": "en", "DEMO": True}, tmp_path)
    page = demo.test_client().get("/sign-in", headers={"Accept-Language": "sv"}).text
    assert "Alla har lösenordet bench-demo-2026" in page
    assert '<strong>Sara Nordlund</strong> <span class="tag">Nyckelperson, mentor</span>' in page
    assert page.count("<code>") == 8
    page = client.get("/sign-in").text
    assert "bench-demo" not in page
    assert "<code>" not in page


def _meetings() -> list[Meeting]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Meeting).order_by(Meeting.number)))


def _count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _everything() -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key))]
        for table in db.metadata.sorted_tables
    }
