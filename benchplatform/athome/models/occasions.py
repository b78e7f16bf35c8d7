"""Anchoring at home: each occasion on which people there were told of the programme's work, or trained for it."""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Audience
from ...database import Edited, Model, UTCDateTime, choice, utc_now
from ...organisations.models import Organisation
from ...programmes.models import Cluster

LONGEST_GROUP = 120
LONGEST_LEARNT = 300


class How(enum.StrEnum):
    MEETING = "meeting"
    TRAINING = "training"
    WRITING = "writing"


class Occasion(Edited, Audience, Model):
    """A line of one organisation's log, which its whole cluster sees."""

    __tablename__ = "bench_occasion"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    day: Mapped[dt.date]
    group_told: Mapped[str] = mapped_column(sa.String(LONGEST_GROUP))
    people: Mapped[int]
    how: Mapped[How] = mapped_column(choice(How))
    learnt: Mapped[str] = mapped_column(sa.String(LONGEST_LEARNT), default="")
    """What they were told or learnt; may be left out."""
    locale: Mapped[str | None] = mapped_column(sa.String(5))
    """The language it is written in."""
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    cluster: Mapped[Cluster] = relationship()
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id])
