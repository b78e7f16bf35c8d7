"""Who comes to a meeting: what each person has answered, and what they need there."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, undefer

from ...accounts.models import Person
from ...database import Edited, Loadable, Model, UTCDateTime, choice, db, insert, utc_now
from ...programmes.models import Cluster, Membership
from .meetings import Meeting

LONGEST_NEEDS = 300
NEEDS_KEPT = dt.timedelta(days=14)
"""After the meeting; then they are forgotten."""


class Answer(enum.StrEnum):
    ON_SITE = "on_site"
    REMOTE = "remote"
    NOT_COMING = "not_coming"

    @property
    def is_coming(self) -> bool:
        return self is not Answer.NOT_COMING


class Attendance(Edited, Model):
    """What a person has answered, or a key person for them. `needs` is never loaded along: few may read it."""

    __tablename__ = "bench_attendance"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    needs: Mapped[str] = mapped_column(sa.String(LONGEST_NEEDS), default="", deferred=True, deferred_raiseload=True)
    """Food, access, interpreting, in the person's own words."""
    answered_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id], lazy="joined")

    @property
    def said_by(self) -> Person | None:
        """The colleague who answered, when it was not the person."""
        return None if self.answered_by_id == self.person_id else self.answered_by

    @classmethod
    def own(cls, meeting: Meeting, person: Any) -> Self | None:
        """The person's own, with what they need."""
        here = sa.select(cls).where(cls.meeting_id == meeting.id, cls.person_id == person.id)
        return db.session.scalar(here.options(undefer(cls.needs)).execution_options(populate_existing=True))

    @classmethod
    def say(cls, meeting: Meeting, person: Person, by: Any, started_from: int | None, **values: Any) -> bool:
        """Keep the answer of somebody who saw version `started_from`, 0 where nobody had answered.

        False, and nothing changed, when it has been answered since. Without `needs`, those that are kept stay.
        """
        here = {"meeting_id": meeting.id, "person_id": person.id}
        values |= {"answered_at": utc_now(), "answered_by_id": by.id}
        if started_from:
            seen = [getattr(cls, name) == value for name, value in here.items()]
            change: Any = sa.update(cls).where(*seen, cls.version == started_from)
            change = change.values(version=cls.version + 1, **values)
        else:
            change = insert(cls).values(**here, **values).on_conflict_do_nothing(index_elements=list(here))
        return db.session.scalar(change.returning(cls.id)) is not None


def own_answer(person: Any) -> sa.ScalarSelect[Answer]:
    """A column beside a meeting: what the person has answered."""
    own = Attendance.meeting_id == Meeting.id, Attendance.person_id == person.id
    return sa.select(Attendance.answer).where(*own).correlate(Meeting).scalar_subquery()


def how_many_come() -> sa.ScalarSelect[int]:
    """A column beside a meeting and the cluster that it is seen from: how many of that cluster come, in either way."""
    here: Any = Cluster
    return (
        sa.select(sa.func.count(Attendance.person_id.distinct()))
        .join(Membership, Membership.person_id == Attendance.person_id)
        .where(Attendance.meeting_id == Meeting.id, Attendance.answer != Answer.NOT_COMING)
        .where(Membership.in_cluster(here))
        .correlate(Meeting, Cluster)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Visit(Loadable):
    """A meeting as its own page shows it to somebody: with their answer, and how many come; one query for all."""

    meeting: Meeting
    own: Answer | None
    coming: int

    @classmethod
    def load(cls, person: Any, slug: str, number: int) -> Self | None:  # type: ignore[override]
        columns = Meeting, Cluster, own_answer(person), how_many_come()
        wanted = Meeting.at(person, slug, number, *columns).options(*Meeting.with_host_and_contact())
        found = db.session.execute(wanted).first()
        if found is None:
            return None
        meeting, cluster, own, coming = found
        meeting.look_from(cluster)
        return cls(meeting, own, coming)
