"""Meetings: the days that a programme's people come together, in the cluster's own clock time."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Self, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, validates
from sqlalchemy.orm.interfaces import ORMOption

from ...accounts.models import Person
from ...audience import Audience
from ...database import Edited, Model, UTCDateTime, choice, db, utc_now
from ...dates import today
from ...languages import Bilingual, BilingualText
from ...organisations.models import Organisation
from ...programmes.models import Cluster, Programme
from .agenda import AgendaSlot, later
from .objectives import Objective
from .preparations import Preparation

PRESENTATION_DAYS_BEFORE = 7


class MeetingKind(enum.StrEnum):
    STARTUP = "startup"
    BENCHMARKING = "benchmarking"
    CONFERENCE = "conference"


class Meeting(Edited, Audience, Model):
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
    closed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    """Since when it is documented, and its talk is there to be read."""
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    changed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, onupdate=utc_now)
    """When something of its own was last changed: calendars that have it are told."""
    template_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_template_version.id"), index=True)

    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    host: Mapped[Organisation | None] = relationship(foreign_keys=[host_id])
    contact: Mapped[Person | None] = relationship(foreign_keys=[contact_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    objectives: Mapped[list[Objective]] = relationship(
        order_by="Objective.position", cascade="all, delete-orphan", back_populates="meeting"
    )
    preparations: Mapped[list[Preparation]] = relationship(
        order_by="Preparation.position", cascade="all, delete-orphan", back_populates="meeting"
    )
    agenda: Mapped[list[AgendaSlot]] = relationship(
        order_by="AgendaSlot.position", cascade="all, delete-orphan", back_populates="meeting"
    )

    @validates("agenda")
    def _share_audience(self, _: str, slot: AgendaSlot) -> AgendaSlot:
        return slot.share_audience_of(self)

    @classmethod
    def load(cls, person: Any, slug: str, number: int) -> Self | None:  # type: ignore[override]
        found = db.session.execute(
            cls.at(person, slug, number, cls, Cluster).options(*cls.with_host_and_contact())
        ).first()
        if found is None:
            return None
        meeting, meeting._cluster_in_address = found
        return meeting

    @classmethod
    def at(cls, person: Any, slug: str, number: int, *columns: Any) -> sa.Select[Any]:
        """These columns of the cluster's meeting of that number, or of the programme's joint one."""
        here = sa.or_(cls.cluster_id == Cluster.id, cls.cluster_id.is_(None))
        return (
            sa.select(*columns)
            .join_from(cls, Cluster, sa.and_(cls.programme_id == Cluster.programme_id, here))
            .where(Cluster.slug == slug, Cluster.visible_to(person), cls.number == number, cls.visible_to(person))
            .order_by(cls.cluster_id.is_(None))
            .limit(1)
        )

    _cluster_in_address = cast("Cluster | None", None)

    def look_from(self, cluster: Cluster | None) -> None:
        """Show it in this cluster's frame."""
        self._cluster_in_address = cluster

    @property
    def seen_from(self) -> Cluster:
        """The cluster on whose page it is shown: a joint meeting is seen from several."""
        return self._cluster_in_address or self.cluster or self.programme.clusters[0]

    @property
    def shown_in(self) -> Cluster | None:
        """The cluster whose page it is on; None for a joint one that is not on any."""
        return self._cluster_in_address or self.cluster

    @property
    def presentations_due_on(self) -> dt.date:
        """Presentations are published at least one week before."""
        return self.day - dt.timedelta(days=PRESENTATION_DAYS_BEFORE)

    @classmethod
    def visible_in(cls, cluster: Cluster, person: Any) -> list[Self]:
        """The cluster's meetings that the person sees, in the order in which they happen; one query."""
        statement = sa.select(cls).where(cls.of(cluster), cls.visible_to(person)).order_by(cls.day, cls.number)
        return list(db.session.scalars(statement.options(*cls.with_host_and_contact())))

    @classmethod
    def with_host_and_contact(cls) -> tuple[ORMOption, ...]:
        """Options for a statement whose meetings are shown with who receives and who answers."""
        return joinedload(cls.host), joinedload(cls.contact)

    @classmethod
    def next_in(cls, cluster: Cluster, person: Any) -> Self | None:
        """The meeting that the cluster now prepares: today's, or the first one after; one query."""
        return db.session.scalar(sa.select(cls).where(cls.is_next_in(cluster, person)))

    @classmethod
    def is_next_in(cls, cluster: Cluster, person: Any) -> sa.ColumnElement[bool]:
        """The condition for that one meeting."""
        coming = sa.select(cls.id).where(cls.of(cluster), cls.visible_to(person), cls.day >= today())
        first = coming.order_by(cls.day, cls.number).limit(1)
        return cls.id == first.correlate(None).scalar_subquery()

    @property
    def is_over(self) -> bool:
        """Has its day ended, where the cluster is?"""
        return self.day < today()

    def move_to(self, day: dt.date, starts: dt.time) -> None:
        """Another day and hour; the agenda keeps its order and lengths, due dates follow the day."""
        shift = dt.datetime.combine(dt.date.min, starts) - dt.datetime.combine(dt.date.min, self.starts)
        for slot in self.agenda:
            slot.starts = later(slot.starts, shift)
        self.day, self.starts, self.ends = day, starts, later(self.ends, shift)

    def close(self, person: Person, at: dt.datetime | None = None) -> bool:
        """False when somebody has closed it before."""
        is_first = Meeting.closed_at.is_(None)
        return self._set_closed(is_first, closed_at=at or utc_now(), closed_by_id=person.id)

    def reopen(self) -> bool:
        """False when somebody has opened it before."""
        return self._set_closed(Meeting.closed_at.is_not(None), closed_at=None, closed_by_id=None)

    def _set_closed(self, condition: sa.ColumnElement[bool], **values: Any) -> bool:
        changed = sa.update(Meeting).where(Meeting.id == self.id, condition).values(**values)
        done = db.session.scalar(changed.returning(Meeting.id)) is not None
        db.session.refresh(self)
        return done

    @property
    def length(self) -> dt.timedelta:
        return dt.datetime.combine(dt.date.min, self.ends) - dt.datetime.combine(dt.date.min, self.starts)

    @property
    def minutes(self) -> int:
        return sum(slot.minutes for slot in self.agenda)
