"""What was done to a day while it went on: the plan stays as it was planned, and this says how it went instead."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, choice, db, utc_now
from .meetings import Meeting


class ActKind(enum.StrEnum):
    EXTENDED = "extended"
    """The slot lasts so many minutes longer."""
    ENDED = "ended"
    """The slot is over, and the next one begins."""
    UNDONE = "undone"
    """The last act that stood before this one is taken back."""


class DayAct(Model):
    """Somebody ran the day. Rows are only ever added, with the next number, so that of two who act at once one does."""

    __tablename__ = "bench_day_act"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "day", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"))
    number: Mapped[int]
    day: Mapped[dt.date]
    """The meeting's day when it was done: a meeting that is moved has another day before it."""
    slot_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_agenda_slot.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ActKind] = mapped_column(choice(ActKind))
    minutes: Mapped[int] = mapped_column(default=0)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    by: Mapped[Person | None] = relationship()

    @classmethod
    def of(cls, meeting: Meeting) -> list[DayAct]:
        """What was done on the meeting's day, in its order, with who did it; one query."""
        own = sa.select(cls).where(cls.meeting_id == meeting.id, cls.day == meeting.day)
        return list(db.session.scalars(own.order_by(cls.number).options(joinedload(cls.by))))

    @classmethod
    def add(cls, meeting: Meeting, number: int, **values: Any) -> bool:
        """Write the act with this number; False when somebody else has written one, or taken the slot out."""
        try:
            with db.session.begin_nested():
                db.session.add(cls(meeting_id=meeting.id, day=meeting.day, number=number, **values))
        except sa.exc.IntegrityError:
            return False
        return True


def standing(acts: Sequence[DayAct]) -> list[DayAct]:
    """The acts that have not been taken back."""
    stood: list[DayAct] = []
    for act in acts:
        if act.kind is not ActKind.UNDONE:
            stood.append(act)
        elif stood:
            stood.pop()
    return stood
