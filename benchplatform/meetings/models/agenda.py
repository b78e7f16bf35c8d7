"""The day in pieces, in the clock time of the place."""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Model, choice
from ...languages import Bilingual, BilingualText


class SlotKind(enum.StrEnum):
    BREAK = "break"
    PLENARY = "plenary"
    PRESENTATION = "presentation"
    SMALL_GROUPS = "small_groups"
    ROLE_GROUPS = "role_groups"
    ORGANISATION = "organisation"


def later(time: dt.time, shift: dt.timedelta) -> dt.time:
    """The clock time so much later (or earlier) the same day."""
    return (dt.datetime.combine(dt.date(2000, 1, 1), time) + shift).time()


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
