"""Work in the background: the row is the queue, so that a restart loses nothing and a rolled-back job never runs."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Model, UTCDateTime, choice, utc_now


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of work: a name that a feature declares, and its arguments (ids, never contents)."""

    __tablename__ = "bench_job"
    __table_args__ = (sa.Index("ix_bench_job_due", "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    lease_until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    """While running: when another worker may take it over, unless the one that has it renews."""
    error: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
