"""A meeting that moves: everybody is told once, of where it is in the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from benchplatform.database import db, utc_now
from benchplatform.jobs.queue import run_due
from benchplatform.mail.models import Mail
from benchplatform.meetings.models import Meeting, MeetingChange
from tests.client import Client
from tests.factories import day_in, make_cluster, make_lead, make_meeting, make_member, make_person, make_preparation

EDIT = "/clusters/north/meetings/3/edit"
SOON = "Everybody is told by mail in ten minutes"


@pytest.fixture
def meeting(cluster):
    return make_meeting(cluster, day=day_in(10), place="Old hall")


@pytest.fixture
def lead(cluster):
    return make_lead(cluster)


@pytest.fixture
def move(client: Client, lead, meeting) -> Callable[..., str]:
    """The lead saves the form with these changes; the page that answers."""

    def save(status: int = 302, **changes: str) -> str:
        client.as_person(lead)
        db.session.refresh(meeting)
        now = {"day": str(meeting.day), "starts": "09:30", "place": meeting.place, "version": str(meeting.version)}
        answer = client.post_form(EDIT, now | {"host": "", "contact": ""} | changes)
        assert answer.status_code == status
        return client.get(answer.location).text if status == 302 else answer.text

    return save


@pytest.fixture
def later(app: Flask) -> Callable[[], list[Mail]]:
    """Ten minutes pass, and jobs are done; the mails by then."""

    def run() -> list[Mail]:
        with time_machine.travel(utc_now() + dt.timedelta(minutes=11)):
            run_due(app)
        return list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))

    return run


def test_everybody_is_told_once_of_where_it_is_in_the_end(cluster, meeting, lead, move, later) -> None:
    member, other = make_member(cluster, person=make_person(locale="sv")), make_member(cluster)
    make_member(make_cluster("South"))
    make_preparation(meeting, "Publish", -7)
    assert SOON in move(day=str(day_in(12)))
    assert SOON in move(day=str(day_in(17)), starts="10:00")
    mails = later()
    assert sorted(mail.to for mail in mails) == sorted([member.email, other.email, lead.email])
    (swedish,) = (mail for mail in mails if mail.to == member.email)
    assert swedish.subject.startswith("Träff 3 är flyttad till ")
    assert "Tidigare: " in swedish.body
    assert "09.30–16.00. Old hall" in swedish.body
    assert "10.00–16.30. Old hall" in swedish.body
    assert "http://127.0.0.1:8000/clusters/north/meetings/3/" in swedish.body
    assert len(later()) == 3
    assert meeting.preparations[0].due_on == day_in(10)


def test_a_mistake_that_is_put_right_in_time_is_told_to_nobody(meeting, move, later) -> None:
    was = str(meeting.day)
    move(day=str(day_in(12)))
    assert SOON not in move(day=was)
    assert later() == []
    assert db.session.scalar(sa.select(MeetingChange.told_at)) is not None
    assert SOON in move(day=str(day_in(13)))
    assert len(later()) == 1


def test_another_place_is_told_and_another_contact_is_not(cluster, meeting, move, later) -> None:
    assert SOON not in move(contact=str(make_member(cluster).id))
    assert later() == []
    assert SOON in move(place="New hall")
    assert {mail.subject for mail in later()} == {"Meeting 3 has another place"}


def test_a_coming_meeting_is_not_moved_into_the_past_and_a_past_one_is_put_right_in_silence(
    meeting, move, later
) -> None:
    page = move(422, day=str(day_in(-1)), place="New hall")
    assert "That day has been. Choose today or a later day." in page
    assert 'value="New hall"' in page
    assert db.session.scalar(sa.select(Meeting.day)) == day_in(10)
    meeting.day = day_in(-5)
    db.session.commit()
    assert SOON not in move(day=str(day_in(-6)))
    assert later() == []
