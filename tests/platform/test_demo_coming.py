"""The demo's third meeting: most have answered, the host is half-way, and an elected official is still missing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.meetings.models import Attendance, HostingItem, Meeting

from ..client import Client

pytestmark = pytest.mark.usefixtures("demo")

PAGE = "/clusters/demo/meetings/3/"


def as_one(app: Flask, name: str) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    return client.as_person(db.session.scalars(sa.select(Person).where(Person.name == name)).one())


def test_most_have_answered_and_the_official_of_lovinge_is_asked_to(demo: Flask) -> None:
    page = as_one(demo, "Amina Osman").get(f"{PAGE}coming").text
    for words in (
        "13 coming, 2 of them by link",
        "No elected official from Lövinge kommun yet",
        "No elected official from Region Mellanslätt is coming",
        "says Miriam Haile",
    ):
        assert words in page
    assert "Say whether you are coming to meeting 3" in as_one(demo, "Bengt-Åke Sjödin").get("/").text
    assert "Say whether you are coming to meeting 3" not in as_one(demo, "Miriam Haile").get("/").text


def test_the_host_reads_what_people_need_and_others_do_not(demo: Flask) -> None:
    own, foreign = "Vegansk mat.", "Jag kommer med rullstol"
    host = as_one(demo, "Amina Osman").get(f"{PAGE}hosting").text
    assert (own in host, foreign in host) == (True, True)
    miriam = as_one(demo, "Miriam Haile")
    pages = miriam.get(f"{PAGE}coming").text, miriam.get(f"{PAGE}hosting").text
    assert ([own in page for page in pages], [foreign in page for page in pages]) == ([True, False], [False, False])


def test_the_checklist_is_half_done_and_those_of_past_meetings_are_done(demo: Flask) -> None:
    done = sa.func.count(HostingItem.done_at), sa.func.count()
    rows = db.session.execute(
        sa.select(Meeting.number, *done).join(HostingItem.meeting).group_by(Meeting.number).order_by(Meeting.number)
    )
    assert [tuple(row) for row in rows] == [(0, 7, 7), (1, 7, 7), (2, 7, 7), (3, 3, 8), (4, 0, 7)]


def test_nobody_answered_before_they_were_there_or_after_today(demo: Flask) -> None:
    names = sa.select(Meeting.number, Person.name).join(Attendance, Attendance.person_id == Person.id)
    found = set(db.session.execute(names.join(Meeting, Meeting.id == Attendance.meeting_id)).all())
    assert {(2, "Per Hallqvist"), (3, "Lena Rudberg")} <= found
    assert not {(3, "Per Hallqvist"), (2, "Lena Rudberg"), (3, "Bengt-Åke Sjödin"), (3, "Disa Lindgren")} & found
