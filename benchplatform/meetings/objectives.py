"""The objectives of a meeting as a list: added, put in order, taken out; by one at a time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..database import db
from ..languages import Bilingual
from .models import Meeting, Objective, ObjectiveAssessment


def hold(meeting: Meeting) -> bool:
    """Keep others from closing the meeting and changing its objectives until the commit; False when it is closed."""
    db.session.refresh(meeting, with_for_update={"of": Meeting})
    return meeting.closed_at is None


def add(meeting: Meeting, text: Bilingual, carried_from: Objective | None = None) -> bool:
    """At the end of the meeting that is held; False when what is carried over is there already."""
    last = db.session.scalar(sa.select(sa.func.max(Objective.position)).where(Objective.meeting_id == meeting.id))
    objective = Objective(meeting_id=meeting.id, position=(last or 0) + 1, text=text)
    objective.carried_from_id = carried_from.id if carried_from else None
    try:
        with db.session.begin_nested():
            db.session.add(objective)
    except sa.exc.IntegrityError:
        return False
    return True


def move(objective: Objective, by: int) -> bool:
    """One place up (-1) or down (1) in the meeting that is held; False at the end of the list."""
    here = sa.select(Objective).where(Objective.meeting_id == objective.meeting_id).order_by(Objective.position)
    order = list(db.session.scalars(here.execution_options(populate_existing=True)))
    place = order.index(objective) + by
    if not 0 <= place < len(order):
        return False
    order.remove(objective)
    order.insert(place, objective)
    for position, one in enumerate(order, 1):
        one.position = position
    return True


def is_there(objective: Objective) -> bool:
    return db.session.scalar(sa.select(Objective.id).where(Objective.id == objective.id)) is not None


def assessments_of(objective: Objective) -> list[ObjectiveAssessment]:
    """What has been said of it, with who said it, the first first."""
    said = sa.select(ObjectiveAssessment).where(ObjectiveAssessment.objective_id == objective.id)
    with_whom = sa.orm.joinedload(ObjectiveAssessment.organisation)
    return list(db.session.scalars(said.order_by(ObjectiveAssessment.id).options(with_whom)))


def remove(objective: Objective, started_from: Any) -> bool:
    """With what has been said of it; False when somebody has changed it meanwhile."""
    if not objective.edit(started_from):
        return False
    db.session.delete(objective)
    return True
