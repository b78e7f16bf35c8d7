"""What is asked before and after a meeting, and what one organisation has done of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import sqlalchemy as sa

from .. import dates
from ..accounts.models import Person
from ..audience import Grant, Role
from ..database import db
from ..discussions.audiences import grants_opening
from ..languages import Bilingual
from ..pages import registry
from ..plugin import Tick, Ticks
from ..programmes.models import Cluster, Part, Participation
from .due import Due, due_on, how_early
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
    how: str = ""
    """A feature's words for how it was done."""
    progress: str = ""
    """A feature's words for how far it is while it is not done."""
    note: str = ""
    """What a feature wants the person who looks to know of it."""
    url: str = ""
    """Where a feature has it; what is ticked by hand is done away from here."""

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
        if self.done_at is None:
            return due_on(self.preparation.due_on)
        days_late = (dates.local_day(self.done_at) - self.preparation.due_on).days
        return Due("done", self.how or how_early(days_late))


Tasks = Mapping[int | None, Sequence[Task]]
"""Organisation id -> all that is asked around a meeting, as that organisation sees it; None for somebody of no one."""


def speaking_grants(person: Any, meeting: Meeting) -> list[Grant]:
    """The memberships in which the person speaks for an organisation at the meeting; none for a programme lead.

    A joint meeting is seen from each cluster, and a person may be in two of them, for different organisations.
    """
    here = meeting.shown_in
    found = (grant for grant in grants_opening(person, meeting) if grant.role.speaks_for_organisation)
    return [grant for grant in found if here is None or grant.cluster_id in (None, here.id)]


def own_organisation(person: Any, meeting: Meeting) -> int | None:
    return next((grant.organisation_id for grant in speaking_grants(person, meeting)), None)


def own_roles(person: Any, meeting: Meeting) -> set[Role]:
    """Those in which the person speaks for their organisation at the meeting."""
    organisation_id = own_organisation(person, meeting)
    return {grant.role for grant in speaking_grants(person, meeting) if grant.organisation_id == organisation_id}


def is_ticked_by_feature(preparation: Preparation) -> bool:
    """Publishing a presentation is its own tick; with that feature off, people tick it themselves."""
    return preparation.kind in registry().preparations


def tasks(meeting: Meeting, cluster: Cluster, organisation_id: int | None) -> Sequence[Task]:
    """All that is asked around the meeting, in its order, as the organisation sees it; one query."""
    return tasks_of([meeting], cluster, [organisation_id])[organisation_id]


def tasks_of(meetings: Sequence[Meeting], cluster: Cluster, organisation_ids: Sequence[int | None]) -> Tasks:
    """The same for several meetings, one after the other, and organisations; still one query."""
    done = sa.and_(Completion.preparation_id == Preparation.id, Completion.organisation_id.in_(organisation_ids))
    rows = db.session.execute(
        sa.select(Preparation, Completion.organisation_id, Completion.at)
        .outerjoin(Completion, done)
        .where(Preparation.meeting_id.in_([meeting.id for meeting in meetings]))
        .order_by(Preparation.meeting_id, Preparation.position)
    ).all()
    asked = list(dict.fromkeys(preparation for preparation, _, _ in rows))
    at = {(preparation.id, organisation_id): at for preparation, organisation_id, at in rows}
    mentors = {one.organisation_id for one in cluster.participations if one.part is Part.MENTOR}
    return {
        id: [Task(it, it.is_asked_of(id, is_mentor=id in mentors), at.get((it.id, id))) for it in asked]
        for id in organisation_ids
    }


def ticked_by_features(found: Tasks, cluster: Cluster) -> Tasks:
    """The same tasks, those that a feature ticks with what the feature says; one call for each kind."""
    meetings: dict[str, dict[Meeting, None]] = {}
    for task in chain.from_iterable(found.values()):
        if task.is_ticked_by_feature:
            meetings.setdefault(str(task.preparation.kind), {})[task.preparation.meeting] = None
    said = {kind: registry().preparations[kind](cluster, list(around)) for kind, around in meetings.items()}
    return {id: [_with_tick(task, said, id) for task in column] for id, column in found.items()}


def _with_tick(task: Task, said: Mapping[str, Ticks], organisation_id: int | None) -> Task:
    asked = task.preparation
    if asked.kind is None or asked.kind not in said:
        return task
    tick = said[asked.kind].get((asked.meeting_id, organisation_id or 0), Tick())
    return replace(task, done_at=tick.at, how=tick.words, progress=tick.progress, note=tick.note, url=tick.url)


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
    here = Participation.cluster_id == meeting.seen_from.id, Participation.organisation_id == organisation_id
    return bool(db.session.scalar(sa.select(sa.exists().where(*here, Participation.part == Part.MENTOR))))


def _completion(preparation: Preparation, organisation_id: int) -> Completion | None:
    return db.session.scalar(
        sa.select(Completion).where(
            Completion.preparation_id == preparation.id, Completion.organisation_id == organisation_id
        )
    )
