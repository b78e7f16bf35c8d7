"""Jobs that come back every day: each feature's `….clean_up`, and `….every_morning` for what people are to read."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from .. import dates
from ..database import db, reading, utc_now
from ..pages import registry
from .models import Job, JobState
from .queue import enqueue

MORNING = dt.time(7, 0)
"""In the installation's time zone."""


def plan_daily() -> None:
    """Make sure that each daily job is waiting for its next turn; whoever does jobs asks at each look."""
    names = {name for name in registry().jobs if name.endswith((".clean_up", ".every_morning"))}
    waiting = sa.select(Job.name).where(Job.name.in_(names), Job.state == JobState.QUEUED)
    with reading():
        planned = set(db.session.scalars(waiting))
        db.session.rollback()
    for name in sorted(names - planned):
        enqueue(name, run_at=_next_morning() if name.endswith(".every_morning") else utc_now() + dt.timedelta(days=1))
    if names - planned:
        db.session.commit()


def _next_morning() -> dt.datetime:
    """Today's, or tomorrow's when that has been; 7 o'clock also where the clock was changed in the night."""
    now = dt.datetime.now(dates.zone())
    day = now.date() if now.time() < MORNING else now.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, MORNING, now.tzinfo).astimezone(dt.UTC)
