"""The day in pieces, in the clock time of the place."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ...audience import Audience
from ...database import Model, choice, db
from ...languages import Bilingual, BilingualText
from ...organisations.models import Organisation
from .parts import SlotPart

if TYPE_CHECKING:
    from .meetings import Meeting

MINUTES_IN_A_DAY = 24 * 60


class SlotKind(enum.StrEnum):
    BREAK = "break"
    PLENARY = "plenary"
    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    SMALL_GROUPS = "small_groups"
    ROLE_GROUPS = "role_groups"
    ORGANISATION = "organisation"
    WRAP_UP = "wrap_up"


def later(time: dt.time, shift: dt.timedelta) -> dt.time:
    """The clock time so much later (or earlier) the same day."""
    return (dt.datetime.combine(dt.date(2000, 1, 1), time) + shift).time()


def minute_of(time: dt.time) -> int:
    """Minutes since midnight."""
    return time.hour * 60 + time.minute


class AgendaSlot(Audience, Model):
    """A piece of the day, in the clock time of the place; seen by those who see its meeting."""

    __tablename__ = "bench_agenda_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    starts: Mapped[dt.time]
    minutes: Mapped[int]
    kind: Mapped[SlotKind] = mapped_column(choice(SlotKind))
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    presenter: Mapped[str] = mapped_column(sa.String(120), default="")
    responsible_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    responsible: Mapped[Organisation | None] = relationship(foreign_keys=[responsible_id])
    """The organisation that sees to it that the slot is done."""
    parts: Mapped[list[SlotPart]] = relationship(
        order_by="SlotPart.position", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def ends(self) -> dt.time:
        return later(self.starts, dt.timedelta(minutes=self.minutes))

    @property
    def end_minute(self) -> int:
        """Minutes since midnight; past the end of the day it is larger than a day has."""
        return minute_of(self.starts) + self.minutes

    @classmethod
    def with_parts(cls, meeting: Meeting) -> list[AgendaSlot]:
        """The meeting's agenda with the parts of its slots, two queries for all of them."""
        own = sa.select(cls).where(cls.meeting_id == meeting.id).order_by(cls.position)
        found = list(db.session.scalars(own.options(selectinload(cls.parts), joinedload(cls.responsible))))
        set_committed_value(meeting, "agenda", found)
        return found
