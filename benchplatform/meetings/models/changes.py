"""A meeting's earlier time and place, until everybody has been told of the new ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Model, UTCDateTime, utc_now

if TYPE_CHECKING:
    from .meetings import Meeting


class MeetingChange(Model):
    """When and where people believe the meeting to be: corrections before they are told change nothing of it."""

    __tablename__ = "bench_meeting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    day: Mapped[dt.date]
    starts: Mapped[dt.time]
    ends: Mapped[dt.time]
    place: Mapped[str] = mapped_column(sa.String(200))
    changed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    told_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    meeting: Mapped[Meeting] = relationship()

    @property
    def is_undone(self) -> bool:
        """Is everything where it was, so that there is nothing to tell?"""
        return not self.is_moved and not self.has_another_place

    @property
    def is_moved(self) -> bool:
        now = self.meeting
        return (self.day, self.starts, self.ends) != (now.day, now.starts, now.ends)

    @property
    def has_another_place(self) -> bool:
        return self.place != self.meeting.place
