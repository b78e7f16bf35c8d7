"""Meetings: the purpose, what each organisation prepares, and the day, in the cluster's own clock time."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Person
from ..audience import Audience
from ..database import Model, UTCDateTime, choice, db, utc_now
from ..dates import end_of_day
from ..languages import Bilingual, BilingualText
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Programme

PRESENTATION_DAYS_BEFORE = 7


class MeetingKind(enum.StrEnum):
    STARTUP = "startup"
    BENCHMARKING = "benchmarking"
    CONFERENCE = "conference"


class SlotKind(enum.StrEnum):
    BREAK = "break"
    PLENARY = "plenary"
    PRESENTATION = "presentation"
    SMALL_GROUPS = "small_groups"
    ROLE_GROUPS = "role_groups"
    ORGANISATION = "organisation"


class Responsible(enum.StrEnum):
    """Who in an organisation (or which organisation) a preparation is asked of."""

    KEY_PERSON = "key_person"
    MANAGER = "manager"
    ELECTED_OFFICIAL = "elected_official"
    MENTOR = "mentor"
    HOST = "host"
    ALL_ROLES = "all_roles"
    ALL_PARTICIPANTS = "all_participants"


class Meeting(Audience, Model):
    """One step of the programme that people come to. Without a cluster it is joint for the whole programme."""

    __tablename__ = "bench_meeting"
    __table_args__ = (sa.UniqueConstraint("programme_id", "cluster_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    """Order in the programme: 0 for the start-up, then 1, 2, 3, and the conference last."""
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind))
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    purpose: Mapped[Bilingual] = mapped_column(BilingualText, default=dict)
    day: Mapped[dt.date]
    starts: Mapped[dt.time]
    ends: Mapped[dt.time]
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    host: Mapped[Organisation | None] = relationship(foreign_keys=[host_id], lazy="joined")
    contact: Mapped[Person | None] = relationship(foreign_keys=[contact_id], lazy="joined")
    objectives: Mapped[list[Objective]] = relationship(order_by="Objective.position", cascade="all, delete-orphan")
    preparations: Mapped[list[Preparation]] = relationship(
        order_by="Preparation.position", cascade="all, delete-orphan", back_populates="meeting"
    )
    agenda: Mapped[list[AgendaSlot]] = relationship(order_by="AgendaSlot.position", cascade="all, delete-orphan")

    @classmethod
    def load(cls, person: Any, slug: str, number: int) -> Self | None:  # type: ignore[override]
        """The cluster's meeting of that number, or the programme's joint one."""
        cluster = Cluster.load(person, slug)
        if cluster is None:
            return None
        statement = sa.select(cls).where(cls.of(cluster), cls.number == number, cls.visible_to(person))
        meeting = db.session.scalar(statement.order_by(cls.cluster_id.is_(None)).limit(1))
        if meeting is not None:
            meeting._cluster_in_address = cluster
        return meeting

    _cluster_in_address = None

    @property
    def seen_from(self) -> Cluster:
        """The cluster on whose page it is shown: a joint meeting is seen from several."""
        return self._cluster_in_address or self.cluster or self.programme.clusters[0]

    @classmethod
    def of(cls, cluster: Cluster) -> sa.ColumnElement[bool]:
        here = sa.or_(cls.cluster_id == cluster.id, cls.cluster_id.is_(None))
        return sa.and_(cls.programme_id == cluster.programme_id, here)

    @property
    def presentations_due_on(self) -> dt.date:
        """Presentations are published at least one week before."""
        return self.day - dt.timedelta(days=PRESENTATION_DAYS_BEFORE)

    @property
    def minutes(self) -> int:
        return sum(slot.minutes for slot in self.agenda)


class Objective(Model):
    """A statement of what the meeting should lead to."""

    __tablename__ = "bench_objective"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Bilingual] = mapped_column(BilingualText)


class Preparation(Model):
    """What each organisation does before (or after) the meeting, due a number of days from it."""

    __tablename__ = "bench_preparation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str | None] = mapped_column(sa.String(40))
    """Name of what ticks it by itself, such as `presentation`; None is ticked by hand."""
    responsible: Mapped[Responsible] = mapped_column(choice(Responsible))
    due_offset_days: Mapped[int]
    """Days from the meeting; negative is before."""
    text: Mapped[Bilingual] = mapped_column(BilingualText)

    meeting: Mapped[Meeting] = relationship(back_populates="preparations")
    completions: Mapped[list[Completion]] = relationship(cascade="all, delete-orphan")

    @property
    def due_on(self) -> dt.date:
        return self.meeting.day + dt.timedelta(days=self.due_offset_days)

    def due_at(self, time_zone: str) -> dt.datetime:
        return end_of_day(self.due_on, time_zone)


class Completion(Model):
    """An organisation has done a preparation: who said so, and when."""

    __tablename__ = "bench_completion"
    __table_args__ = (sa.UniqueConstraint("preparation_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    preparation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_preparation.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)


class AgendaSlot(Model):
    """A piece of the day, in the clock time of the place."""

    __tablename__ = "bench_agenda_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    starts: Mapped[dt.time]
    minutes: Mapped[int]
    kind: Mapped[SlotKind] = mapped_column(choice(SlotKind))
    title: Mapped[Bilingual] = mapped_column(BilingualText)

    @property
    def ends(self) -> dt.time:
        start = dt.datetime.combine(dt.date.min, self.starts)
        return (start + dt.timedelta(minutes=self.minutes)).time()
