"""The demo's meetings: their days, counted from today and never on a weekend, and the third one always ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..events import meeting_closed
from ..meetings.models import ActKind, DayAct, Meeting
from ..meetings.templates import plan_meeting
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Programme
from .scene import Demo

SATURDAY = 5
THIRD = 3
LEAST_DAYS_AHEAD = 14
"""A meeting that has passed is moved at least so far ahead: its invitation has gone out two weeks before."""


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a Saturday or Sunday."""
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def plan(
    content: Mapping[str, Any],
    cluster: Cluster,
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
    today: dt.date,
) -> dict[str, Meeting]:
    """The five meetings by key, as their templates have them; the host's key person is who to ask."""
    found = {}
    for entry in content["programme"]["dates"]:
        day = working_day(today + dt.timedelta(days=entry["offset_days"]))
        contact, host = people[_key_person(content, entry["host"])], organisations[entry["host"]]
        found[entry["key"]] = plan_meeting(cluster, entry["key"], day, entry["place"], host.id, contact.id)
    return found


def run(demo: Demo) -> None:
    """How the days went that have been: one of them not as it was planned."""
    for entry in demo.content["programme"]["dates"]:
        meeting = demo.meetings[entry["key"]]
        for number, act in enumerate(entry.get("acts", ()), 1):
            given = {"kind": ActKind(act["kind"]), "minutes": act.get("minutes", 0)}
            given |= {"at": demo.on(meeting.day, dt.time.fromisoformat(act["at"]))}
            slot, person = meeting.agenda[act["slot"] - 1], demo.people[act["author"]]
            DayAct.add(meeting, number, slot_id=slot.id, by_id=person.id, **given)


def close(demo: Demo) -> None:
    """Those that are documented, with their talk."""
    for entry in demo.content["programme"]["dates"]:
        if "closed" in entry:
            meeting, person = demo.meetings[entry["key"]], demo.people[entry["closed"]["author"]]
            meeting.close(person, at=demo.at(entry["closed"]["offset_days"]))
            meeting_closed.send(meeting)


def _key_person(content: Mapping[str, Any], organisation: str) -> str:
    return next(p["name"] for p in content["people"] if p["org"] == organisation and p["role"] == Role.KEY_PERSON)


def move_ahead(programme: Programme, today: dt.date) -> int:
    """Move all its meetings, when meeting 3 has passed, by the weeks returned (0: it has not); due dates follow."""
    meetings = db.session.scalars(sa.select(Meeting).where(Meeting.programme_id == programme.id)).all()
    third = next((meeting for meeting in meetings if meeting.number == THIRD), None)
    if third is None or third.day >= today:
        return 0
    missing = (today - third.day).days + LEAST_DAYS_AHEAD
    weeks = -(-missing // 7)
    for meeting in meetings:
        meeting.move_to(meeting.day + dt.timedelta(weeks=weeks), meeting.starts)
        meeting.version += 1
    return weeks
