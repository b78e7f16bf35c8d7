"""Reminders: to those who do it, while it is not done, once for each stage; and what the lead sees of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from benchplatform import pages
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.jobs.daily import plan_daily
from benchplatform.jobs.models import Job
from benchplatform.mail.models import Mail
from benchplatform.meetings import preparing
from benchplatform.meetings.models import Reminder, Responsible
from benchplatform.meetings.models.reminders import stage_of
from benchplatform.meetings.reminding import due_today, remind
from tests.client import Client
from tests.factories import day_in, make_lead, make_meeting, make_member, make_preparation
from tests.queries import counted

PAGE = "/clusters/north/reminders"


@pytest.fixture
def meeting(cluster):
    """In ten days, at Berga's."""
    return make_meeting(cluster, day=day_in(10), host_id=cluster.organisations[1].id)


@pytest.fixture
def alby(cluster):
    return make_member(cluster, cluster.organisations[0])


@pytest.fixture
def berga(cluster):
    return make_member(cluster, cluster.organisations[1])


@pytest.fixture
def morning(app: Flask) -> Callable[[], list[str]]:
    """Does the job; the addresses that have got a new mail."""

    def send() -> list[str]:
        last = db.session.scalar(sa.select(sa.func.max(Mail.id))) or 0
        remind()
        db.session.commit()
        return list(db.session.scalars(sa.select(Mail.to).where(Mail.id > last).order_by(Mail.to)))

    return send


@pytest.mark.parametrize(
    ("days_left", "stage"), [(15, None), (14, 14), (8, 14), (7, 7), (3, 7), (2, 2), (0, 2), (-1, None)]
)
def test_a_stage_is_reached_on_its_day_and_lasts_until_the_next(days_left: int, stage: int | None) -> None:
    assert stage_of(days_left) == stage


def test_each_is_reminded_once_for_each_stage_until_it_is_done(meeting, alby, berga, morning) -> None:
    preparation = make_preparation(meeting, "Publish", -3)  # in seven days
    assert morning() == sorted([alby.email, berga.email])
    assert morning() == []
    preparing.complete(preparation, alby.memberships[0].organisation_id, alby)
    db.session.commit()
    with time_machine.travel(utc_now() + dt.timedelta(days=4)):
        assert morning() == []
    with time_machine.travel(utc_now() + dt.timedelta(days=5)):
        assert morning() == [berga.email]
        assert morning() == []
    with time_machine.travel(utc_now() + dt.timedelta(days=8)):
        assert morning() == []
    assert [row.stage for row in db.session.query(Reminder).order_by(Reminder.id)] == [7, 7, 2]


def test_it_goes_to_the_role_that_it_is_asked_of(cluster, meeting, alby, berga, morning) -> None:
    first, second = cluster.organisations
    manager, official = make_member(cluster, first, Role.MANAGER), make_member(cluster, second, Role.ELECTED_OFFICIAL)
    make_lead(cluster)
    make_preparation(meeting, "Decide", -3, responsible=Responsible.MANAGER)
    assert morning() == [manager.email]
    make_preparation(meeting, "Invite", -3, responsible=Responsible.HOST)
    assert morning() == [berga.email]
    make_preparation(meeting, "Prepare the mentors", -3, responsible=Responsible.MENTOR)
    assert morning() == [alby.email]
    make_preparation(meeting, "Read", -3, responsible=Responsible.ALL_PARTICIPANTS)
    assert morning() == sorted([alby.email, berga.email, manager.email, official.email])


def test_neither_those_who_left_nor_those_who_are_disabled(cluster, meeting, alby, berga, morning) -> None:
    make_preparation(meeting, "Publish", -3)
    alby.memberships[0].until = utc_now()
    berga.disabled_at = utc_now()
    db.session.commit()
    assert morning() == []


def test_a_meeting_that_moves_begins_anew_and_one_that_is_closed_asks_no_more(meeting, alby, morning) -> None:
    make_preparation(meeting, "Publish", -3)
    assert morning() == [alby.email]
    meeting.move_to(day_in(17), meeting.starts)
    db.session.commit()
    assert morning() == [alby.email]
    meeting.move_to(day_in(5), meeting.starts)
    meeting.closed_at = utc_now()
    db.session.commit()
    assert morning() == []


def test_one_mail_names_all_in_the_readers_language_with_the_nearest_first(meeting, alby, morning) -> None:
    alby.locale = "sv"
    later = make_preparation(meeting, "Read the papers. Take your time.", -1)
    make_preparation(meeting, "Publish", -8)
    assert morning() == [alby.email]
    mail = db.session.query(Mail).one()
    assert mail.subject == "Om 2 dagar: Publish"
    assert "Alby har 2 saker kvar att förbereda:" in mail.body
    assert mail.body.index("- Publish") < mail.body.index("- Read the papers\n")
    assert f"http://127.0.0.1:8000/clusters/north/meetings/3/#preparation-{later.id}" in mail.body
    assert "om 9 dagar" in mail.body


def test_the_lead_sees_what_would_be_sent_and_what_was(client: Client, cluster, meeting, alby, morning) -> None:
    berga = make_member(cluster, cluster.organisations[1])
    publish = make_preparation(meeting, "Publish", -3)
    make_preparation(meeting, "Much later", 20)
    preparing.complete(publish, alby.memberships[0].organisation_id, alby)
    db.session.commit()
    client.as_person(make_lead(cluster))
    page = client.get(PAGE).text
    due, sent = page.split("Sent today")
    assert (berga.name in due, alby.name in due, "Much later" in due) == (True, False, False)
    assert "No reminder has gone out today." in sent
    morning()
    due, sent = client.get(PAGE).text.split("Sent today")
    assert "Nothing. What is due soon is done, or its reminder has gone out." in due
    assert berga.name in sent
    for path in ("/clusters/north/administration", "/clusters/north/meetings/3/readiness"):
        assert f'href="{PAGE}"' in client.get(path).text


def test_only_the_lead_sees_it(client: Client, meeting, alby) -> None:
    assert client.as_person(alby).get(PAGE).status_code == 403
    assert "/clusters/north/reminders" not in client.get("/clusters/north/meetings/3/readiness").text


def test_it_is_planned_for_seven_in_the_morning_also_when_the_clock_changes(app: Flask) -> None:
    for now, then in (
        ("2026-03-28T09:00+00:00", "2026-03-29T05:00"),
        ("2026-10-24T23:30+00:00", "2026-10-25T06:00"),
        ("2026-11-29T05:59+00:00", "2026-11-29T06:00"),
    ):
        db.session.execute(sa.delete(Job))
        db.session.commit()
        with time_machine.travel(dt.datetime.fromisoformat(now), tick=False):
            plan_daily()
        due = db.session.scalar(sa.select(Job.run_at).where(Job.name == "meetings.remind.every_morning"))
        assert due.isoformat().startswith(then)


def test_it_asks_as_often_for_many_people_and_preparations(cluster, meeting, alby, app: Flask) -> None:
    def asked() -> int:
        db.session.expire_all()
        with pages.as_on_page_about(cluster), counted() as statements:
            assert due_today(cluster)
        return len(statements)

    make_preparation(meeting, "Publish", -3)
    few = asked()
    for _ in range(5):
        make_preparation(meeting, "Publish", -3)
        make_member(cluster, cluster.organisations[1])
    assert asked() == few <= 12
