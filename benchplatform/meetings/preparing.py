"""What is asked before and after a meeting, and what one organisation has done of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Grant, Role
from ..database import db
from ..discussions.audiences import grants_opening
from ..languages import Bilingual
from ..pages import registry
from ..programmes.models import Cluster, Part, Participation
from .due import Due, done_at, due_on
from .models import Completion, Meeting, Preparation, Responsible
from .templates import asked_of

ROLES = {
    Responsible.KEY_PERSON: Role.KEY_PERSON,
    Responsible.MENTOR: Role.KEY_PERSON,
    Responsible.HOST: Role.KEY_PERSON,
    Responsible.MANAGER: Role.MANAGER,
    Responsible.ELECTED_OFFICIAL: Role.ELECTED_OFFICIAL,
}
"""Who in an organisation does it; what is not here is asked of everybody."""


@dataclass(frozen=True)
class Task:
    """A preparation as one organisation sees it: asked of it or not, done or not, ticked by hand or by a feature."""

    preparation: Preparation
    is_asked: bool
    done_at: dt.datetime | None = None

    @property
    def asked_of(self) -> Bilingual:
        return asked_of(self.preparation.responsible)

    @property
    def is_before(self) -> bool:
        return self.preparation.due_offset_days <= 0

    @property
    def is_ticked_by_feature(self) -> bool:
        return is_ticked_by_feature(self.preparation)

    def is_for(self, role: Role) -> bool:
        return self.is_asked and ROLES.get(self.preparation.responsible, role) is role

    @property
    def due(self) -> Due:
        return done_at(self.done_at) if self.done_at else due_on(self.preparation.due_on)


def speaking_grants(person: Any, meeting: Meeting) -> list[Grant]:
    """The memberships in which the person speaks for an organisation at the meeting; none for a programme lead."""
    return [grant for grant in grants_opening(person, meeting) if grant.role.speaks_for_organisation]


def own_organisation(person: Any, meeting: Meeting) -> int | None:
    return next((grant.organisation_id for grant in speaking_grants(person, meeting)), None)


def is_ticked_by_feature(preparation: Preparation) -> bool:
    """Publishing a presentation is its own tick; with that feature off, people tick it themselves."""
    return preparation.kind in registry().preparations


def tasks(meeting: Meeting, cluster: Cluster, organisation_id: int | None) -> list[Task]:
    """All that is asked around the meeting, in its order, as the organisation sees it; one query."""
    done = sa.and_(Completion.preparation_id == Preparation.id, Completion.organisation_id == organisation_id)
    rows = db.session.execute(
        sa.select(Preparation, Completion.at, _is_mentor(cluster, organisation_id))
        .outerjoin(Completion, done)
        .where(Preparation.meeting_id == meeting.id)
        .order_by(Preparation.position)
    )
    return [Task(asked, asked.is_asked_of(organisation_id, is_mentor), at) for asked, at, is_mentor in rows]


def done_by_features(found: list[Task], meeting: Meeting, organisation_id: int | None) -> list[Task]:
    """The same tasks, those that a feature ticks with what the feature says; one call for each kind."""
    hooks = registry().preparations
    kinds = {str(task.preparation.kind) for task in found if task.is_ticked_by_feature}
    said = {kind: hooks[kind](meeting) for kind in kinds}
    return [
        replace(task, done_at=said[task.preparation.kind].get(organisation_id or 0))
        if task.preparation.kind in said
        else task
        for task in found
    ]


def complete(preparation: Preparation, organisation_id: int, person: Person) -> None:
    """Tick; ticked already, the first who did it stays."""
    if _completion(preparation, organisation_id) is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    Completion(preparation_id=preparation.id, organisation_id=organisation_id, person_id=person.id)
                )
        except sa.exc.IntegrityError:
            return  # a colleague ticked it in the same moment


def reopen(preparation: Preparation, organisation_id: int) -> None:
    done = _completion(preparation, organisation_id)
    if done is not None:
        db.session.delete(done)


def is_mentor(organisation_id: int, meeting: Meeting) -> bool:
    """Is the organisation a mentor in the meeting's cluster?"""
    return bool(db.session.scalar(sa.select(_is_mentor(meeting.seen_from, organisation_id))))


def _is_mentor(cluster: Cluster, organisation_id: int | None) -> sa.ColumnElement[bool]:
    here = Participation.cluster_id == cluster.id, Participation.organisation_id == organisation_id
    return sa.exists().where(*here, Participation.part == Part.MENTOR)


def _completion(preparation: Preparation, organisation_id: int) -> Completion | None:
    return db.session.scalar(
        sa.select(Completion).where(
            Completion.preparation_id == preparation.id, Completion.organisation_id == organisation_id
        )
    )
