"""The queue: add a job in the transaction of what it belongs to, claim one, do it, write how it went.

A job is claimed by a conditional UPDATE and held by a lease that is renewed while it runs. A worker that is killed
lets its lease run out, and the job is done again: what a job does outside the database must bear being done twice.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from ..database import db, reading, utc_now
from ..logs import log
from ..pages import registry
from .models import Job, JobState

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 9
"""With waits of 30 seconds, 90, and so on: a mail server may be away for a day."""

wake = threading.Event()
"""Set after each commit that added a job, so that the thread in this process need not wait for its next look."""


def enqueue(name: str, run_at: dt.datetime | None = None, **arguments: Any) -> Job:
    """Add a job to the current transaction; it runs after the commit, or never if that does not come."""
    if name not in registry().jobs:
        raise LookupError(f"No feature that is on declares a job {name!r}.")
    job = Job(name=name, arguments=arguments, run_at=run_at or utc_now())
    db.session.add(job)
    db.session.info["jobs_added"] = True
    return job


@event.listens_for(db.session, "after_commit")
def _wake(session: Any) -> None:
    if session.info.pop("jobs_added", False):
        wake.set()


def run_due(app: Flask, stop: threading.Event | None = None) -> int:
    """Do every job that is due, one after the other, until `stop` is set; the number done or failed.

    Safe to run twice at once.
    """
    done = 0
    while stop is None or not stop.is_set():
        with app.app_context():
            claim = _claim()
            if claim is None:
                break
            _do(app, claim)
        done += 1
    return done


class Claim(NamedTuple):
    """A job that this worker holds. `attempts` marks whose it is: a later claim raises it."""

    id: int
    name: str
    arguments: dict[str, Any]
    attempts: int

    @property
    def is_ours(self) -> sa.ColumnElement[bool]:
        return sa.and_(Job.id == self.id, Job.state == JobState.RUNNING, Job.attempts == self.attempts)


def _claim() -> Claim | None:
    while (free := _next_free()) is not None:
        taken = sa.update(Job).where(free).returning(Job.id, Job.name, Job.arguments, Job.attempts)
        values = {"state": JobState.RUNNING, "attempts": Job.attempts + 1, "lease_until": utc_now() + LEASE}
        row = db.session.execute(taken.values(values)).one_or_none()
        db.session.commit()
        if row is not None:
            return Claim(*row)
    return None


def _next_free() -> sa.ColumnElement[bool] | None:
    """The condition for the job that is due first; looking for it takes no write lock."""
    now = utc_now()
    waiting = sa.and_(Job.state == JobState.QUEUED, Job.run_at <= now)
    abandoned = sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    free = sa.or_(waiting, abandoned)
    with reading():
        found = db.session.scalar(sa.select(Job.id).where(free).order_by(Job.run_at, Job.id).limit(1))
        db.session.rollback()
    return None if found is None else sa.and_(Job.id == found, free)


def _do(app: Flask, claim: Claim) -> None:
    began = time.perf_counter()
    try:
        _run(app, claim)
    except Exception as error:  # a job may fail in any way; the row says how, and the log has the trace
        db.session.rollback()
        log.error("job failed", job=claim.name, id=claim.id, attempt=claim.attempts, exc_info=error)
        _write(claim, **_after_failure(claim.attempts, error))
        db.session.commit()
    log.info("job", job=claim.name, id=claim.id, ms=round((time.perf_counter() - began) * 1000, 1))


def _run(app: Flask, claim: Claim) -> None:
    """What the job changed and that it is done are one commit, unless another worker has taken it over."""
    if claim.attempts > MOST_ATTEMPTS:
        raise Interrupted("it was begun too many times and never finished")
    with _lease_held(app, claim):
        registry().jobs[claim.name](**claim.arguments)
    if not _write(claim, state=JobState.DONE, error=None, finished_at=utc_now()):
        raise Interrupted("it took so long that another worker has it")
    db.session.commit()


class Interrupted(Exception):
    """A job that did not come to its end in this worker."""


def _write(claim: Claim, **values: Any) -> bool:
    """Change the job's row, if it is still ours."""
    changed = db.session.execute(sa.update(Job).where(claim.is_ours).values(values).returning(Job.id))
    return changed.one_or_none() is not None


def _after_failure(attempts: int, error: Exception) -> dict[str, Any]:
    text = f"{type(error).__name__}: {error}"[:2000]
    if attempts >= MOST_ATTEMPTS:
        return {"state": JobState.FAILED, "error": text, "finished_at": utc_now()}
    later = utc_now() + dt.timedelta(seconds=10 * 3**attempts)
    return {"state": JobState.QUEUED, "error": text, "run_at": later, "lease_until": None}


@contextmanager
def _lease_held(app: Flask, claim: Claim) -> Iterator[None]:
    stop = threading.Event()

    def renew() -> None:
        while not stop.wait(LEASE.total_seconds() / 3):
            try:
                with app.app_context():
                    _write(claim, lease_until=utc_now() + LEASE)
                    db.session.commit()
            except sa.exc.SQLAlchemyError as error:  # the next try may come in time
                log.error("lease not renewed", job=claim.name, id=claim.id, exc_info=error)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
