"""What each organisation says of a meeting's objectives, from the meeting's day until the meeting is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext

from .. import dates
from ..audience import Grant, Role
from ..database import db
from ..organisations.models import Organisation
from ..plugin import Step
from ..programmes.models import Cluster
from .due import Due, due_on
from .journey import in_a_sentence
from .models import Meeting, Objective, ObjectiveAssessment
from .preparing import speaking_grants

ASSESSING_DAYS = 14
"""How long after its day a meeting's objectives are asked about; later is late, and taken all the same."""
_ASSESSING = (Role.KEY_PERSON, Role.MANAGER)


def assessing_organisation(person: Any, meeting: Meeting) -> int | None:
    """For which one the person says how far it has come: its key persons and managers do, elected officials read."""
    grants = speaking_grants(person, meeting)
    return next((grant.organisation_id for grant in grants if grant.role in _ASSESSING), None)


def due(meeting: Meeting) -> Due:
    return due_on(_due_day(meeting))


def why_not(meeting: Meeting) -> str:
    """A sentence for the days on which nothing is said about the objectives; empty while it may be."""
    if meeting.day > dates.today():
        day = dates.long_date(meeting.day)
        return gettext("From %(day)s on, each organisation says here how far it has come.", day=day)
    if meeting.closed_at is not None:
        return gettext("The meeting is closed: what the organisations have said is there to be read.")
    return ""


@dataclass(frozen=True)
class Overview:
    """The objectives of a meeting, and what the organisations of a cluster have said of each, the mentor first."""

    objectives: Sequence[Objective]
    organisations: Sequence[Organisation]
    said: dict[tuple[int, int], ObjectiveAssessment]

    def of(self, objective: Objective, organisation: Organisation) -> ObjectiveAssessment | None:
        return self.said.get((objective.id, organisation.id))

    def left(self, organisation_id: int | None) -> int:
        """Of how many objectives the organisation has said nothing yet."""
        return sum((objective.id, organisation_id) not in self.said for objective in self.objectives)

    @property
    def finished(self) -> int:
        """How many organisations have said something of every objective."""
        return sum(self.left(organisation.id) == 0 for organisation in self.organisations)


def overview(meeting: Meeting, cluster: Cluster) -> Overview:
    """Three queries: objectives, participations, and what was said."""
    here = ObjectiveAssessment.objective_id.in_([objective.id for objective in meeting.objectives])
    found = db.session.scalars(sa.select(ObjectiveAssessment).where(here))
    said = {(one.objective_id, one.organisation_id): one for one in found}
    return Overview(meeting.objectives, cluster.organisations, said)


def since() -> dt.date:
    """The first day whose meeting is asked about now."""
    return dates.today() - dt.timedelta(days=ASSESSING_DAYS)


def is_asked_about(meeting: Meeting) -> bool:
    """Has it been held lately, or is it held today, and may its objectives still be assessed?"""
    return since() <= meeting.day <= dates.today() and meeting.closed_at is None


def left_by(person: Any, cluster: Cluster) -> sa.ColumnElement[int]:
    """A column beside a meeting: of how many objectives the person's organisation has said nothing; 0 for nobody's."""
    organisation_id = next((grant.organisation_id for grant in _assessing_grants(person, cluster)), None)
    if organisation_id is None:
        return sa.literal(0)
    own = ObjectiveAssessment.objective_id == Objective.id, ObjectiveAssessment.organisation_id == organisation_id
    left = sa.select(sa.func.count(Objective.id)).where(Objective.meeting_id == Meeting.id, ~sa.exists().where(*own))
    return left.correlate(Meeting).scalar_subquery()


def steps(asked: Sequence[Meeting], cluster: Cluster) -> Iterator[Step]:
    for meeting in asked:
        title = gettext("Say how far you have come with the objectives of %(meeting)s", meeting=in_a_sentence(meeting))
        url = url_for("meetings.objectives", slug=cluster.slug, number=meeting.number)
        yield Step(title, url, dates.end_of_day(_due_day(meeting), cluster.time_zone))


def _due_day(meeting: Meeting) -> dt.date:
    return meeting.day + dt.timedelta(days=ASSESSING_DAYS)


def _assessing_grants(person: Any, cluster: Cluster) -> Iterator[Grant]:
    return (one for one in person.grants if one.cluster_id == cluster.id and one.role in _ASSESSING)
