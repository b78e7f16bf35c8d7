"""The queue: add a job in the transaction of what it belongs to, claim one, do it, write how it went.

A job is claimed by a conditional UPDATE and held by a lease that is renewed while it runs. A worker that is killed
lets its lease run out, and the job is done again: jobs must bear being run twice.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy import event

from ..database import db, utc_now
from ..logs import log
from .models import Job, JobState

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 6
KEPT_DAYS = 14

wake = threading.Event()
"""Set after each commit that added a job, so that the thread in this process need not wait for its next look."""


def enqueue(name: str, run_at: dt.datetime | None = None, **arguments: Any) -> Job:
    """Add a job to the current transaction; it runs after the commit, or never if that does not come."""
    if name not in current_app.extensions["benchplatform"].jobs:
        raise LookupError(f"No feature that is on declares a job {name!r}.")
    job = Job(name=name, arguments=arguments, run_at=run_at or utc_now())
    db.session.add(job)
    db.session.info["jobs_added"] = True
    return job


@event.listens_for(db.session, "after_commit")
def _wake(session: Any) -> None:
    if session.info.pop("jobs_added", False):
        wake.set()


def run_due(app: Flask) -> int:
    """Do every job that is due, one after the other; the number done or failed. Safe to run twice at once."""
    done = 0
    with app.app_context():
        while job := _claim():
            _do(app, job)
            done += 1
    return done


def _claim() -> Job | None:
    now = utc_now()
    waiting = sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now)
    abandoned = sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    free = sa.or_(waiting, abandoned)
    found = db.session.scalar(sa.select(Job.id).where(free).order_by(Job.run_at).limit(1))
    if found is None:
        db.session.rollback()
        return None
    taken = sa.update(Job).where(Job.id == found, free).returning(Job)
    values = {"state": JobState.RUNNING, "attempts": Job.attempts + 1, "lease_until": now + LEASE}
    job = db.session.scalar(taken.values(values))
    db.session.commit()
    return job or _claim()


def _do(app: Flask, job: Job) -> None:
    job_id, name, attempts = job.id, job.name, job.attempts
    began = time.perf_counter()
    try:
        with _lease_held(app, job_id):
            app.extensions["benchplatform"].jobs[name](**job.arguments)
        outcome: dict[str, Any] = {"state": JobState.DONE, "error": None, "finished_at": utc_now()}
        db.session.execute(sa.update(Job).where(Job.id == job_id).values(outcome))
        db.session.commit()
    except Exception as error:  # a job may fail in any way; the row says how, and the log has the trace
        db.session.rollback()
        log.error("job failed", job=name, id=job_id, attempt=attempts, exc_info=error)
        db.session.execute(sa.update(Job).where(Job.id == job_id).values(_after_failure(attempts, error)))
        db.session.commit()
    log.info("job", job=name, id=job_id, ms=round((time.perf_counter() - began) * 1000, 1))


def _after_failure(attempts: int, error: Exception) -> dict[str, Any]:
    text = f"{type(error).__name__}: {error}"[:2000]
    if attempts >= MOST_ATTEMPTS:
        return {"state": JobState.FAILED, "error": text, "finished_at": utc_now()}
    later = utc_now() + dt.timedelta(seconds=10 * 3**attempts)
    return {"state": JobState.QUEUED, "error": text, "run_at": later, "lease_until": None}


@contextmanager
def _lease_held(app: Flask, job_id: int) -> Iterator[None]:
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(LEASE.total_seconds() / 3):
            with app.app_context():
                db.session.execute(sa.update(Job).where(Job.id == job_id).values(lease_until=utc_now() + LEASE))
                db.session.commit()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def clean_up() -> None:
    """Daily: forget finished jobs and spent form numbers, and ask for the next clean-up."""
    from ..submissions import forget_old  # noqa: PLC0415 submissions are ground for views, jobs stand below them

    old = utc_now() - dt.timedelta(days=KEPT_DAYS)
    db.session.execute(sa.delete(Job).where(Job.finished_at < old))
    forget_old()


def plan_clean_up() -> None:
    """Make sure that one clean-up is waiting; called when a worker starts and once a day after that."""
    waiting = sa.select(Job.id).where(Job.name == "jobs.clean_up", Job.state == JobState.QUEUED)
    if db.session.scalar(waiting.limit(1)) is None:
        enqueue("jobs.clean_up", run_at=utc_now() + dt.timedelta(days=1))
        db.session.commit()
