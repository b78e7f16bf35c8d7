"""What has happened to a thread as a whole."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, utc_now


class ThreadEvent(Model):
    """Somebody closed, moved or narrowed a thread: one line of its history, written in the same transaction."""

    __tablename__ = "bench_thread_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_thread.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    """A name in `history.SENTENCES`."""
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    by: Mapped[Person | None] = relationship(lazy="joined")
