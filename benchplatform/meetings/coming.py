"""Who is coming to a meeting, organisation by organisation: the people of the cluster in whose frame it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

import sqlalchemy as sa

from .. import dates
from ..accounts.models import Person
from ..audience import Grant, Role
from ..database import Loadable, db
from ..organisations.models import Organisation
from ..programmes.models import Membership
from .models import Answer, Attendance, Meeting
from .models.coming import NEEDS_KEPT

Row = tuple[Membership, Attendance | None]
Tally = Counter[Answer | None]
"""How many have given each answer; under None, how many have given none."""


@dataclass(frozen=True)
class Seat(Loadable):
    """One person at a meeting: what their current memberships there open, and what is said of their coming."""

    meeting: Meeting
    person: Person
    attendance: Attendance | None
    grants: tuple[Grant, ...]

    @classmethod
    def load(cls, person: Any, slug: str, number: int, id: int) -> Self | None:  # type: ignore[override]
        """That of the person with the id, at the meeting that stands at the address."""
        meeting = Meeting.load(person, slug, number)
        rows = _rows(meeting, Membership.person_id == id) if meeting else []
        return cls.of(meeting, rows) if meeting and rows else None

    @classmethod
    def of(cls, meeting: Meeting, rows: Sequence[Row]) -> Self:
        """From the memberships of one person."""
        membership, attendance = rows[0]
        return cls(meeting, membership.person, attendance, tuple(each.grant for each, _ in rows))

    @property
    def answer(self) -> Answer | None:
        return self.attendance.answer if self.attendance else None

    @property
    def version(self) -> int:
        return self.attendance.version if self.attendance else 0

    @property
    def said_by(self) -> Person | None:
        return self.attendance.said_by if self.attendance else None

    @property
    def roles(self) -> list[Role]:
        return [grant.role for grant in self.grants]

    @property
    def organisation_ids(self) -> set[int]:
        """Those that the person speaks for; none for a programme lead."""
        return {grant.organisation_id for grant in self.grants if grant.role.speaks_for_organisation}


@dataclass(frozen=True)
class Delegation:
    """The people of one organisation, by name; without an organisation, the programme's leads."""

    meeting: Meeting
    organisation: Organisation | None
    seats: Sequence[Seat]

    @property
    def answered(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.answer]

    @property
    def unanswered(self) -> list[Seat]:
        return [seat for seat in self.seats if not seat.answer]

    def in_role(self, role: Role) -> Tally:
        return tally(seat for seat in self.seats if role in seat.roles)


def delegations(meeting: Meeting) -> list[Delegation]:
    """Of each organisation in the cluster, the mentor first; the programme's leads stand last."""
    organisations = {one.id: one for one in meeting.seen_from.organisations}
    rows: dict[int | None, list[Row]] = {id: [] for id in organisations}
    leads: list[Row] = []
    for row in _rows(meeting):
        membership = row[0]
        if membership.role.speaks_for_organisation:
            organisations.setdefault(membership.organisation_id, membership.organisation)
            rows.setdefault(membership.organisation_id, []).append(row)
        else:
            leads.append(row)
    found = [Delegation(meeting, organisations[id], _seats(meeting, own)) for id, own in rows.items() if id]
    return [*found, Delegation(meeting, None, _seats(meeting, leads))]


def tally(seats: Iterable[Seat]) -> Tally:
    return Counter(seat.answer for seat in seats)


def everybody(found: Iterable[Delegation]) -> Tally:
    """A person who is there for two organisations is one."""
    return tally({seat.person.id: seat for delegation in found for seat in delegation.seats}.values())


def forget_needs() -> None:
    """Daily job: what people needed is of no use when the meeting has been for a while."""
    past = sa.select(Meeting.id).where(Meeting.day < dates.today() - NEEDS_KEPT)
    gone = sa.update(Attendance).where(Attendance.meeting_id.in_(past), Attendance.needs != "").values(needs="")
    db.session.execute(gone)


def _rows(meeting: Meeting, *conditions: sa.ColumnElement[bool]) -> list[Row]:
    """Current memberships of those who see the meeting, people by name, each with the person's answer; one query."""
    answers = sa.and_(Attendance.person_id == Membership.person_id, Attendance.meeting_id == meeting.id)
    here = sa.select(Membership, Attendance).outerjoin(Attendance, answers)
    found = db.session.execute(here.where(Membership.in_cluster(meeting.seen_from), *conditions))
    seeing = [(membership, answer) for membership, answer in found if meeting.is_opened_by(membership.grant)]
    return sorted(seeing, key=lambda row: (row[0].person.name.casefold(), row[0].person_id, row[0].id))


def _seats(meeting: Meeting, rows: Iterable[Row]) -> list[Seat]:
    by_person = groupby(rows, key=lambda row: row[0].person_id)
    return [Seat.of(meeting, list(own)) for _, own in by_person]
