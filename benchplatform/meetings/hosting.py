"""What the host of a meeting sees to: the list that a meeting begins with, who can take a thing on, whom to expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..programmes.models import Membership
from .due import Due, done_at, due_on
from .models import Answer, Attendance, HostingItem, Meeting
from .models.hosting import content


@dataclass(frozen=True)
class Need:
    """What one who comes needs there, for those who may read it."""

    person: Person
    answer: Answer
    words: str


def begin(meeting: Meeting) -> None:
    """The list of a new meeting: what every host sees to."""
    for position, (kind, entry) in enumerate(content().items(), 1):
        days = entry["due_offset_days"]
        db.session.add(HostingItem(meeting_id=meeting.id, position=position, kind=kind, due_offset_days=days))


def add(meeting: Meeting, **values: Any) -> HostingItem:
    """One more, below those that are due on the same day."""
    last = sa.select(sa.func.max(HostingItem.position)).where(HostingItem.meeting_id == meeting.id)
    item = HostingItem(meeting_id=meeting.id, position=(db.session.scalar(last) or 0) + 1, **values)
    db.session.add(item)
    db.session.flush()
    return item


def due_of(item: HostingItem) -> Due:
    """When it was done or is due; nobody is late any more when the day is over."""
    if item.done_at:
        return done_at(item.done_at)
    return Due("open", gettext("not ticked")) if item.meeting.is_over else due_on(item.due_on)


def host_has_left(meeting: Meeting) -> bool:
    """Is the organisation that was chosen no longer in the cluster? A joint meeting's host may be in another one."""
    is_own = meeting.cluster_id is not None and meeting.host is not None
    return is_own and meeting.host not in meeting.seen_from.organisations


def possible_owners(meeting: Meeting) -> list[Person]:
    """The people of the host organisation and the programme's leads, by name; one query."""
    of_host = sa.or_(Membership.organisation_id == meeting.host_id, Membership.role == Role.PROGRAMME_LEAD)
    people = db.session.scalars(sa.select(Membership).where(_sees(meeting), of_host))
    return sorted({membership.person for membership in people}, key=lambda person: (person.name.casefold(), person.id))


def expected(meeting: Meeting) -> dict[Answer, int]:
    """Answer -> how many have given it, of all clusters that a joint meeting is for: the host receives them all."""
    people = sa.select(Attendance.answer, sa.func.count()).where(
        Attendance.meeting_id == meeting.id, _is_there(meeting)
    )
    found = {row[0]: row[1] for row in db.session.execute(people.group_by(Attendance.answer))}
    return {answer: found.get(answer, 0) for answer in Answer}


def needs(meeting: Meeting) -> list[Need]:
    """Of those who come, by name. For nobody but those whom the rule `meetings.read_needs` admits."""
    wanted = Attendance.needs != "", Attendance.answer != Answer.NOT_COMING
    rows = db.session.execute(
        sa.select(Person, Attendance.answer, Attendance.needs)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.meeting_id == meeting.id, *wanted, _is_there(meeting))
    )
    return sorted((Need(*row) for row in rows), key=lambda need: (need.person.name.casefold(), need.person.id))


def _is_there(meeting: Meeting) -> sa.ColumnElement[bool]:
    """Is the one who has answered still somebody who sees the meeting?"""
    return sa.exists().where(Membership.person_id == Attendance.person_id, _sees(meeting))


def _sees(meeting: Meeting) -> sa.ColumnElement[bool]:
    """Current memberships of the meeting's cluster, or of all in the programme for a joint one; and the leads'."""
    here = sa.or_(Membership.cluster_id == meeting.cluster_id, Membership.cluster_id.is_(None))
    everywhere = Membership.programme_id == meeting.programme_id, Membership.reachable()
    return sa.and_(*everywhere, sa.true() if meeting.cluster_id is None else here)
