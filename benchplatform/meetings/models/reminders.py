"""Who was reminded of what: so that nobody is reminded twice, and the lead can see it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, utc_now
from .preparations import Preparation

STAGES = (2, 7, 14)
"""Days before the due day."""


def stage_of(days_left: int) -> int | None:
    """The stage that is reached so many days before the due day; None while it is too early, and after it."""
    return next((stage for stage in STAGES if 0 <= days_left <= stage), None)


class Reminder(Model):
    """A person was reminded of a preparation that was due on a day: when the meeting moves, it begins anew."""

    __tablename__ = "bench_reminder"
    __table_args__ = (sa.UniqueConstraint("preparation_id", "person_id", "due_on", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    preparation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_preparation.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id", ondelete="CASCADE"), index=True)
    due_on: Mapped[dt.date]
    stage: Mapped[int]
    """One of `STAGES`."""
    sent_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, index=True)

    preparation: Mapped[Preparation] = relationship()
    person: Mapped[Person] = relationship()
