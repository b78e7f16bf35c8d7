"""The first section of a meeting's page: its objectives, one's own organisation's answers, what is carried over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from .. import dates
from ..database import db
from . import carrying
from .models import Meeting, Objective, ObjectiveAssessment
from .preparing import own_organisation


@dataclass(frozen=True)
class Achieving:
    """The objectives, each with what one's own organisation says; and how much the meeting before leaves."""

    own: Sequence[tuple[Objective, ObjectiveAssessment | None]]
    is_own_asked: bool
    """Does the person speak for an organisation at the meeting, of which something could be said?"""
    open_objectives: int
    """Of the meeting before, while this one is to come."""
    open_things: Sequence[tuple[Any, int]]
    """What to call a kind of things that the meeting before leaves, and how many there are."""

    @property
    def leaves(self) -> bool:
        return bool(self.open_objectives or self.open_things)


def achieving(meeting: Meeting, before: Meeting | None, person: Any) -> Achieving:
    """One query, since the page has no other to spare: it begins with the meeting, so that a row is always found."""
    organisation_id = own_organisation(person, meeting)
    takes_up = before is not None and before.day <= dates.today() <= meeting.day
    columns = carrying.counts(before, meeting.seen_from, person) if before and takes_up else []
    own = ObjectiveAssessment.objective_id == Objective.id, ObjectiveAssessment.organisation_id == organisation_id
    rows = db.session.execute(
        sa.select(Objective, ObjectiveAssessment, *(count for _, count in columns))
        .select_from(Meeting)
        .outerjoin(Objective, Objective.meeting_id == Meeting.id)
        .outerjoin(ObjectiveAssessment, sa.and_(*own))
        .where(Meeting.id == meeting.id)
        .order_by(Objective.position)
    ).all()
    many = [(label, count) for (label, _), count in zip(columns, rows[0][2:], strict=True) if count]
    return Achieving(
        own=[(row[0], row[1]) for row in rows if row[0] is not None],
        is_own_asked=organisation_id is not None,
        open_objectives=next((count for label, count in many if label is None), 0),
        open_things=[(label, count) for label, count in many if label is not None],
    )
