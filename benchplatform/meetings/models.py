"""Meetings: the purpose, what each organisation prepares, and the day, in the cluster's own clock time."""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from ..accounts.models import Person
from ..audience import Audience
from ..database import Edited, Loadable, Model, UTCDateTime, choice, db, utc_now
from ..dates import end_of_day, today
from ..languages import Bilingual, BilingualText
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Programme

PRESENTATION_DAYS_BEFORE = 7
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-ZÅÄÖÉ])")


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


def later(time: dt.time, shift: dt.timedelta) -> dt.time:
    """The clock time so much later (or earlier) the same day."""
    return (dt.datetime.combine(dt.date(2000, 1, 1), time) + shift).time()


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

    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    host: Mapped[Organisation | None] = relationship(foreign_keys=[host_id])
    contact: Mapped[Person | None] = relationship(foreign_keys=[contact_id])
    objectives: Mapped[list[Objective]] = relationship(order_by="Objective.position", cascade="all, delete-orphan")
    preparations: Mapped[list[Preparation]] = relationship(
        order_by="Preparation.position", cascade="all, delete-orphan", back_populates="meeting"
    )
    agenda: Mapped[list[AgendaSlot]] = relationship(order_by="AgendaSlot.position", cascade="all, delete-orphan")

    @classmethod
    def load(cls, person: Any, slug: str, number: int) -> Self | None:  # type: ignore[override]
        """The cluster's meeting of that number, or the programme's joint one."""
        here = sa.or_(cls.cluster_id == Cluster.id, cls.cluster_id.is_(None))
        found = db.session.execute(
            sa.select(cls, Cluster)
            .join(Cluster, sa.and_(cls.programme_id == Cluster.programme_id, here))
            .where(Cluster.slug == slug, Cluster.visible_to(person), cls.number == number, cls.visible_to(person))
            .order_by(cls.cluster_id.is_(None))
            .options(*cls.with_host_and_contact())
            .limit(1)
        ).first()
        if found is None:
            return None
        meeting, meeting._cluster_in_address = found
        return meeting

    _cluster_in_address: ClassVar[Cluster | None] = None

    @property
    def seen_from(self) -> Cluster:
        """The cluster on whose page it is shown: a joint meeting is seen from several."""
        return self._cluster_in_address or self.cluster or self.programme.clusters[0]

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
        coming = sa.select(cls).where(cls.of(cluster), cls.visible_to(person), cls.day >= today())
        return db.session.scalar(coming.order_by(cls.day, cls.number).limit(1))

    def move_to(self, day: dt.date, starts: dt.time) -> None:
        """Another day and hour; the agenda keeps its order and lengths, due dates follow the day."""
        shift = dt.datetime.combine(dt.date.min, starts) - dt.datetime.combine(dt.date.min, self.starts)
        for slot in self.agenda:
            slot.starts = later(slot.starts, shift)
        self.day, self.starts, self.ends = day, starts, later(self.ends, shift)

    @property
    def length(self) -> dt.timedelta:
        return dt.datetime.combine(dt.date.min, self.ends) - dt.datetime.combine(dt.date.min, self.starts)

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


class Preparation(Loadable, Model):
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

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return cls.meeting.has(Meeting.visible_to(person))

    def is_asked_of(self, organisation_id: int | None, is_mentor: bool) -> bool:
        """Most is asked of every organisation; some of the host or the mentor alone."""
        if self.responsible is Responsible.HOST:
            return organisation_id is not None and self.meeting.host_id == organisation_id
        if self.responsible is Responsible.MENTOR:
            return is_mentor
        return organisation_id is not None

    @property
    def headline(self) -> str:
        """Its first sentence, which begins with the verb: what a list of next steps has room for."""
        return _BETWEEN_SENTENCES.split(str(self.text), maxsplit=1)[0].removesuffix(".")

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
        return later(self.starts, dt.timedelta(minutes=self.minutes))
