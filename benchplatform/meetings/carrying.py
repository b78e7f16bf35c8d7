"""What one meeting leaves to the next: objectives that are not met everywhere, and what features carry over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import aliased, joinedload

from .. import dates
from ..database import db
from ..languages import Bilingual
from ..pages import registry
from ..plugin import Carried, Subject
from ..programmes.models import Cluster, Participation
from . import day
from .journey import journey
from .models import AgendaSlot, Meeting, Objective, ObjectiveAssessment, Outcome, SlotKind

TITLE = Bilingual(sv="Det här tar vi med oss från förra träffen", en="What we carry over from the last meeting")
MINUTES = 30
MOST_LISTED = 30


@dataclass(frozen=True)
class OpenObjective:
    """An objective that some organisations have not met, or not wholly, and what they say of it."""

    objective: Objective
    said: Sequence[ObjectiveAssessment]
    is_taken_up: bool
    """It is an objective of the next meeting already."""


@dataclass(frozen=True)
class OpenThings:
    """The newest unfinished things of one kind, and how many more there are."""

    carried: Carried
    things: Sequence[tuple[str, str, Any]]
    """Title, address, and the thing."""
    more: int


@dataclass(frozen=True)
class LeftOver:
    """All that a meeting leaves to the one after it; false when that is nothing."""

    before: Meeting
    objectives: Sequence[OpenObjective]
    kinds: Sequence[OpenThings]
    takes_up: bool
    """The next one still does."""
    is_in_day: bool
    """It is a part of the next one's day."""

    def __bool__(self) -> bool:
        return bool(self.objectives or self.kinds)


def before(meeting: Meeting, person: Any) -> Meeting | None:
    """The meeting before it, when that has been held; one query."""
    found, _ = journey(meeting.seen_from, person).around(meeting)
    return found if found and found.day <= dates.today() else None


def left_over(meeting: Meeting, person: Any) -> LeftOver | None:
    """None for a first meeting; one query, and one each for objectives, answers and every kind of thing."""
    last = before(meeting, person)
    if last is None:
        return None
    kinds = [kind for kind in _kinds(last, meeting.seen_from, person) if kind.things]
    return LeftOver(last, _open_objectives(last, meeting), kinds, not why_not(meeting), is_in_day(meeting))


def counts(last: Meeting, cluster: Cluster, person: Any) -> list[tuple[Any, sa.ScalarSelect[int]]]:
    """What to call each kind, and how much of it the meeting leaves; None stands for the objectives.

    Each count is a column for a statement that the page sends anyhow.
    """
    objectives = sa.select(sa.func.count(Objective.id)).where(Objective.meeting_id == last.id, _is_open(cluster))
    found: list[tuple[Any, sa.ScalarSelect[int]]] = [(None, objectives.correlate(None).scalar_subquery())]
    for subject, carried in _carried_subjects():
        model: Any = subject.model
        things = sa.select(sa.func.count(model.id)).where(*_here(subject, carried, last, cluster, person))
        found.append((carried.label, things.correlate(None).scalar_subquery()))
    return found


def is_open(objective: Objective, cluster: Cluster) -> bool:
    """Is there an organisation in the cluster that has not met it, or not wholly?"""
    return db.session.scalar(sa.select(Objective.id).where(Objective.id == objective.id, _is_open(cluster))) is not None


def is_in_day(meeting: Meeting) -> bool:
    return any(slot.title == TITLE for slot in meeting.agenda)


def put_in_day(meeting: Meeting) -> AgendaSlot:
    """As the first part of the day, and the rest begins later. Raises PastMidnight."""
    starts = meeting.agenda[0].starts if meeting.agenda else meeting.starts
    slot = AgendaSlot(starts=starts, minutes=MINUTES, kind=SlotKind.DISCUSSION, title=TITLE)
    day.insert(meeting, slot, None, moves_rest=True)
    return slot


def why_not(meeting: Meeting) -> str:
    """A sentence for a meeting that takes nothing up any more; empty for one to come."""
    if meeting.closed_at is not None:
        return gettext("The meeting is closed, so nothing is carried over to it.")
    if meeting.day < dates.today():
        return gettext("The meeting has been held, so nothing is carried over to it.")
    return ""


def _open_objectives(last: Meeting, meeting: Meeting) -> list[OpenObjective]:
    cluster, again = meeting.seen_from, aliased(Objective)
    taken_up = sa.exists().where(again.meeting_id == meeting.id, again.carried_from_id == Objective.id)
    found = sa.select(Objective, taken_up).where(Objective.meeting_id == last.id, _is_open(cluster))
    rows = db.session.execute(found.order_by(Objective.position)).all()
    said: dict[int, list[ObjectiveAssessment]] = {row[0].id: [] for row in rows}
    unmet = sa.select(ObjectiveAssessment).where(ObjectiveAssessment.objective_id.in_(said), *_unmet_in(cluster))
    with_whom = unmet.order_by(ObjectiveAssessment.organisation_id)
    for one in db.session.scalars(with_whom.options(joinedload(ObjectiveAssessment.organisation))):
        said[one.objective_id].append(one)
    return [OpenObjective(objective, said[objective.id], is_taken_up) for objective, is_taken_up in rows]


def _is_open(cluster: Cluster) -> sa.ColumnElement[bool]:
    return sa.exists().where(ObjectiveAssessment.objective_id == Objective.id, *_unmet_in(cluster))


def _unmet_in(cluster: Cluster) -> tuple[sa.ColumnElement[bool], ...]:
    """A joint meeting is assessed by the organisations of several clusters: each carries over its own."""
    members = sa.select(Participation.organisation_id).where(Participation.cluster_id == cluster.id)
    is_here = ObjectiveAssessment.organisation_id.in_(members)
    return ObjectiveAssessment.answer.in_([Outcome.PARTLY, Outcome.NOT_YET]), is_here


def _kinds(last: Meeting, cluster: Cluster, person: Any) -> Iterator[OpenThings]:
    for subject, carried in _carried_subjects():
        model: Any = subject.model
        found = sa.select(model, sa.func.count().over()).where(*_here(subject, carried, last, cluster, person))
        rows = db.session.execute(found.order_by(model.id.desc()).limit(MOST_LISTED)).all()
        things = [(subject.title(thing), subject.url(thing), thing) for thing, _ in rows]
        yield OpenThings(carried, things, rows[0][1] - len(rows) if rows else 0)


def _carried_subjects() -> list[tuple[Subject, Carried]]:
    """Those within a meeting that say which of them it leaves."""
    found = registry().subjects.values()
    return [(one, one.carried) for one in found if one.carried and one.within and one.within[0] == "meeting"]


def _here(subject: Subject, carried: Carried, last: Meeting, cluster: Cluster, person: Any) -> tuple[Any, ...]:
    """The unfinished things of a meeting that the person sees in the cluster."""
    assert subject.within is not None
    model = subject.model
    return subject.within[1] == last.id, carried.which, model.of(cluster), model.visible_to(person)
