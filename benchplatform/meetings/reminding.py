"""Reminders: 14, 7 and 2 days before something is due, to those who do it and only while it is not done."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from .. import dates, mail, pages
from ..accounts.models import Person
from ..audience import Role
from ..database import db, insert
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Membership
from .journey import short_title
from .models import Meeting, Preparation, Reminder
from .models.preparations import MOST_DAYS
from .models.reminders import STAGES, stage_of
from .preparing import Task, tasks_of, ticked_by_features

_LONGEST = dt.timedelta(days=MOST_DAYS)


@dataclass(frozen=True)
class DueReminder:
    """Somebody is to be reminded of something that their organisation has not done."""

    person: Person
    organisation: Organisation
    role: Role
    preparation: Preparation
    stage: int

    @property
    def title(self) -> str:
        return self.preparation.headline

    @property
    def day(self) -> dt.date:
        return self.preparation.due_on

    @property
    def meeting(self) -> str:
        return short_title(self.preparation.meeting)

    def url(self, cluster: Cluster) -> str:
        """A whole address: where the preparation stands, and from where it is done."""
        page = pages.site_url("meetings.meeting_page", slug=cluster.slug, number=self.preparation.meeting.number)
        return f"{page}#preparation-{self.preparation.id}"


def due_today(cluster: Cluster) -> list[DueReminder]:
    """Who is to be reminded of what today and has not been yet, by person; as many queries for many as for one.

    On a page about the cluster, or in `pages.as_on_page_about` it: days are those of its time zone.
    """
    tasks = _open_tasks(cluster)
    if not tasks:
        return []
    sent = _stages_sent(task.preparation.id for _, task in tasks)
    found = []
    for membership in _members(cluster):
        for organisation_id, task in tasks:
            asked, stage = task.preparation, stage_of((task.preparation.due_on - dates.today()).days)
            is_asked = organisation_id == membership.organisation_id and task.is_for(membership.role)
            reached = sent[asked.id, membership.person_id, asked.due_on]
            if stage and is_asked and not any(before <= stage for before in reached):
                found.append(DueReminder(membership.person, membership.organisation, membership.role, asked, stage))
    by_name = sorted(found, key=lambda due: (due.person.name, due.person.id, due.day, due.preparation.id))
    return list({(due.person.id, due.preparation.id): due for due in by_name}.values())


def sent_today(cluster: Cluster) -> list[Reminder]:
    """What has gone out since the cluster's midnight, by person."""
    midnight = dt.datetime.combine(dates.today(), dt.time.min, dates.zone()).astimezone(dt.UTC)
    statement = (
        sa.select(Reminder)
        .join(Reminder.preparation)
        .join(Preparation.meeting)
        .join(Reminder.person)
        .where(Reminder.sent_at >= midnight, Meeting.of(cluster))
        .where(Reminder.person_id.in_(sa.select(Membership.person_id).where(Membership.cluster_id == cluster.id)))
        .order_by(Person.name, Person.id, Reminder.due_on, Reminder.id)
        .options(sa.orm.contains_eager(Reminder.person), sa.orm.contains_eager(Reminder.preparation))
    )
    return list(db.session.scalars(statement))


def remind() -> None:
    """Job of every morning: one mail for each person and cluster. Done twice, it sends nothing more."""
    for cluster in db.session.scalars(sa.select(Cluster).order_by(Cluster.id)).all():
        with pages.as_on_page_about(cluster):
            for person, found in groupby(due_today(cluster), key=lambda due: due.person):
                _send(person, cluster, [due for due in found if _remember(due)])


def _send(person: Person, cluster: Cluster, found: Sequence[DueReminder]) -> None:
    if found:
        board = pages.site_url("meetings.meeting_list", slug=cluster.slug)
        given = {"name": person.name, "cluster": cluster, "due": found, "board": board, "stages": STAGES}
        mail.post("reminder", person.email, person.locale, **given)


def _remember(due: DueReminder) -> bool:
    """False when another process has sent it in the same moment."""
    row = {"preparation_id": due.preparation.id, "person_id": due.person.id, "due_on": due.day, "stage": due.stage}
    added = insert(Reminder).values(**row).on_conflict_do_nothing().returning(Reminder.id)
    return db.session.scalar(added) is not None


def _open_tasks(cluster: Cluster) -> list[tuple[int | None, Task]]:
    """(organisation id, task) for all that is not done and is due within the days of the first stage."""
    today = dates.today()
    open_to_all = Meeting.of(cluster), Meeting.role.is_(None), Meeting.organisation_id.is_(None)
    near = Meeting.closed_at.is_(None), Meeting.day.between(today - _LONGEST, today + _LONGEST)
    meetings = db.session.scalars(sa.select(Meeting).where(*open_to_all, *near)).all()
    if not meetings:
        return []
    ids = [participation.organisation_id for participation in cluster.participations]
    found = ticked_by_features(tasks_of(meetings, cluster, ids), cluster)
    return [(id, task) for id, column in found.items() for task in column if _is_open(task, today)]


def _is_open(task: Task, today: dt.date) -> bool:
    return task.is_asked and task.done_at is None and stage_of((task.preparation.due_on - today).days) is not None


def _members(cluster: Cluster) -> Sequence[Membership]:
    here = Membership.cluster_id == cluster.id, Membership.reachable()
    both = sa.orm.joinedload(Membership.person), sa.orm.joinedload(Membership.organisation)
    return db.session.scalars(sa.select(Membership).where(*here).options(*both).order_by(Membership.id)).all()


def _stages_sent(preparation_ids: Iterator[int]) -> defaultdict[tuple[int, int, dt.date], list[int]]:
    """(preparation id, person id, due day) -> the stages that have been sent."""
    columns = Reminder.preparation_id, Reminder.person_id, Reminder.due_on, Reminder.stage
    found = defaultdict(list)
    for *key, stage in db.session.execute(sa.select(*columns).where(Reminder.preparation_id.in_(set(preparation_ids)))):
        found[tuple(key)].append(stage)
    return found
