"""The invitation to a meeting: with which words it went out, when, and to whom."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, utc_now
from .meetings import Meeting

LONGEST_GREETING = 1_000


class MeetingInvitation(Model):
    """One sending; those who join the cluster later get another one."""

    __tablename__ = "bench_meeting_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    greeting: Mapped[str] = mapped_column(sa.String(LONGEST_GREETING), default="")
    """In the host's own words, above the rest."""
    sent_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    meeting: Mapped[Meeting] = relationship()
    sent_by: Mapped[Person | None] = relationship(lazy="joined")


class InvitedPerson(Model):
    """Somebody has the invitation: nobody gets it twice."""

    __tablename__ = "bench_invited_person"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id", ondelete="CASCADE"), primary_key=True)
