"""A thing that is closed takes its threads with it: they are locked, and unlocked when it is opened again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..database import db
from . import history
from .models import Thread
from .spaces import hanging_on, subject_of


def lock_with(thing: Any) -> None:
    """Lock the threads on the thing and its parts, in its name and at its moment; those locked before stay so."""
    for thread in _threads(thing, Thread.locked_at.is_(None)):
        closed = {"locked_at": _closed_at(thing), "locked_by_id": thing.closed_by_id}
        if thread.change(Thread.locked_at.is_(None), **closed):
            history.record(thread, "locked", thing.closed_by, at=thread.locked_at)


def unlock_with(thing: Any) -> None:
    """Unlock those that `lock_with` locked, but for what was locked anew since."""
    at_that_moment = Thread.locked_at == _closed_at(thing)
    for thread in _threads(thing, at_that_moment):
        if thread.change(at_that_moment, locked_at=None, locked_by_id=None):
            history.record(thread, "unlocked", None)


def _threads(thing: Any, *which: sa.ColumnElement[bool]) -> list[Thread]:
    here = hanging_on(subject_of(thing).kind, thing.id), Thread.merged_into_id.is_(None)
    return list(db.session.scalars(sa.select(Thread).where(*here, *which).order_by(Thread.id)))


def _closed_at(thing: Any) -> Any:
    return getattr(thing, subject_of(thing).closed_at.key)
