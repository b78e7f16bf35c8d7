"""Who comes to the demo's meetings, and what their hosts have seen to: all at those held, half at meeting 3."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..accounts.models import Person
from ..database import db
from ..meetings import hosting
from ..meetings.models import Answer, Attendance, HostingItem, HostingKind, InvitedPerson, Meeting, MeetingInvitation
from ..meetings.moving import people_of
from .scene import Demo

_FILE = Path(__file__).parents[1] / "content" / "demo_coming.json"
_MORNING = dt.time(8, 20)
_INVITED_DAYS_BEFORE = 26


def add(demo: Demo) -> None:
    content = json.loads(_FILE.read_text("utf-8"))
    for meeting in demo.meetings.values():
        if meeting.day < demo.today:
            _hold(demo, meeting, content["held"])
    meeting = demo.meetings[content["meeting"]]
    for entry in content["answers"]:
        person, by = demo.people[entry["who"]], demo.people[entry.get("by", entry["who"])]
        needs = entry["needs"]["sv"] if "needs" in entry else ""
        _answer(
            meeting, person, by, demo.at(entry["offset_days"], _MORNING), answer=Answer(entry["answer"]), needs=needs
        )
    for entry in content["checklist"]:
        _see_to(demo, meeting, entry)
    _invite(demo, meeting)
    db.session.flush()


def _hold(demo: Demo, meeting: Meeting, held: Mapping[str, Any]) -> None:
    """All who were members came, and the one to ask about the meeting had seen to everything."""
    at = demo.on(meeting.day - dt.timedelta(days=held["answered_days_before"]), _MORNING)
    for person in demo.people.values():
        if any(one.since <= at and (one.until is None or one.until > at) for one in person.memberships):
            _answer(meeting, person, person, at, answer=Answer.ON_SITE)
    _invite(demo, meeting)
    for item in HostingItem.of(meeting):
        item.owner_id = item.done_by_id = meeting.contact_id
        item.done_at = demo.on(item.due_on - dt.timedelta(days=held["ticked_days_early"]), _MORNING)


def _invite(demo: Demo, meeting: Meeting) -> None:
    """By the one to ask, to all who are members now, more than two weeks before."""
    at = demo.on(meeting.day - dt.timedelta(days=_INVITED_DAYS_BEFORE), _MORNING)
    db.session.add(MeetingInvitation(meeting_id=meeting.id, sent_by_id=meeting.contact_id, sent_at=at))
    db.session.flush()
    db.session.add_all(InvitedPerson(meeting_id=meeting.id, person_id=one.id) for one in people_of(meeting))


def _answer(meeting: Meeting, person: Person, by: Person, at: dt.datetime, **values: Any) -> None:
    own = Attendance(meeting_id=meeting.id, person_id=person.id, answered_by_id=by.id, answered_at=at, **values)
    db.session.add(own)


def _see_to(demo: Demo, meeting: Meeting, entry: Mapping[str, Any]) -> None:
    """One of the kinds, or a thing that the host has added."""
    if "kind" in entry:
        (item,) = HostingItem.of(meeting, HostingItem.kind == HostingKind(entry["kind"]))
    else:
        item = hosting.add(meeting, name=entry["name"]["sv"], due_offset_days=-entry["days_before"])
    item.note = entry["note"]["sv"] if "note" in entry else ""
    item.owner_id = demo.people[entry["owner"]].id if "owner" in entry else None
    if "done" in entry:
        item.done_at, item.done_by_id = demo.at(entry["done"], _MORNING), item.owner_id
