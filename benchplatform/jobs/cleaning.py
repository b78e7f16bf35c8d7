"""Once a day: finished jobs are forgotten, and every feature's `….clean_up` gets its turn."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ..database import db, reading, utc_now
from ..pages import registry
from ..submissions import forget_old
from .models import Job, JobState
from .queue import enqueue

KEPT = dt.timedelta(days=14)


def clean_up() -> None:
    """Daily job: forget finished jobs and spent form numbers."""
    db.session.execute(sa.delete(Job).where(Job.finished_at < utc_now() - KEPT))
    forget_old()


def plan_clean_up() -> None:
    """Make sure that each feature's `….clean_up` is waiting for its next day; a worker asks at each look."""
    names = {name for name in registry().jobs if name.endswith(".clean_up")}
    waiting = sa.select(Job.name).where(Job.name.in_(names), Job.state == JobState.QUEUED)
    with reading():
        planned = set(db.session.scalars(waiting))
        db.session.rollback()
    for name in sorted(names - planned):
        enqueue(name, run_at=utc_now() + dt.timedelta(days=1))
    if names - planned:
        db.session.commit()
