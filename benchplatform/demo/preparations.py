"""What the demo's organisations have prepared: nearly all in time, some late, and meeting 3 as it stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..meetings.models import Completion, Meeting, Preparation, Responsible
from ..meetings.preparing import ROLES, is_ticked_by_feature
from .scene import Demo

DONE_AT = dt.time(14, 30)


def add_completions(demo: Demo) -> None:
    """A row for each preparation that an organisation has ticked by hand."""
    for key, meeting in demo.meetings.items():
        for preparation in meeting.preparations:
            if not is_ticked_by_feature(preparation):
                db.session.add_all(_completions(demo, key, meeting, preparation))
    db.session.flush()


def _completions(demo: Demo, key: str, meeting: Meeting, preparation: Preparation) -> Iterator[Completion]:
    for organisation in _asked(demo, preparation):
        day = _done_on(demo, key, meeting, preparation, organisation)
        if day is not None:
            at = demo.on(day, DONE_AT)
            yield Completion(
                preparation_id=preparation.id,
                organisation_id=demo.organisations[organisation].id,
                person_id=_who(demo, organisation, preparation.responsible, at).id,
                at=at,
            )


def _asked(demo: Demo, preparation: Preparation) -> list[str]:
    """The keys of the organisations that a preparation is asked of: the mentor, the host, or all."""
    mentor = demo.cluster.organisations[0]
    found = demo.organisations.items()
    return [key for key, one in found if preparation.is_asked_of(one.id, is_mentor=one is mentor)]


def _done_on(demo: Demo, key: str, meeting: Meeting, preparation: Preparation, organisation: str) -> dt.date | None:
    """As the content says for this very case; else, when the meeting is past, within the four days before it is due."""
    told = demo.content["preparations"]
    wanted = {"meeting": key, "due_offset_days": preparation.due_offset_days, "responsible": preparation.responsible}
    for entry in told["ahead"]:
        if _is(entry, wanted) and organisation in entry["done"]:
            return meeting.day + dt.timedelta(days=entry["done"][organisation])
    if meeting.day >= demo.today or any(_is(entry, {**wanted, "org": organisation}) for entry in told["never"]):
        return None
    late = next((e["days_late"] for e in told["late"] if _is(e, {**wanted, "org": organisation})), None)
    early = (3 * preparation.position + list(demo.organisations).index(organisation)) % 4
    return preparation.due_on + dt.timedelta(days=-early if late is None else late)


def _is(entry: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(entry[name] == value for name, value in wanted.items())


def _who(demo: Demo, organisation: str, responsible: Responsible, at: dt.datetime) -> Person:
    """Who ticked it: a person of the role it is asked of who was a member then; else a key person."""
    role = ROLES.get(responsible, Role.KEY_PERSON)
    for person in demo.people.values():
        for membership in person.memberships:
            is_theirs = membership.organisation_id == demo.organisations[organisation].id and membership.role is role
            if is_theirs and membership.since <= at and (membership.until is None or at < membership.until):
                return person
    raise LookupError(f"{organisation} has no {role} at {at}")
