"""Closing a thread with a conclusion, locking it, pinning it, giving it another title; and taking each back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...submissions import once
from .. import history
from ..blueprint import bp
from ..forms import ClosingForm, RenamingForm
from ..models import Thread
from .acts import CLOSE, RENAME, act_page
from .frame import rendered


@bp.post("/threads/<id:id>/closing")
@requires("discussions.close", Thread)
@once
def close(thread: Thread) -> Any:
    form = ClosingForm()
    valid = form.validate_on_submit()
    if thread.closed_at is not None:
        return act_page(CLOSE, thread, form, 409, is_late=True)
    if not valid or "preview" in request.form:
        preview = rendered(form.conclusion) if valid else None
        return act_page(CLOSE, thread, form, 200 if valid else 422, preview=preview)
    if not thread.close(current_user, form.conclusion.data):
        db.session.rollback()
        return act_page(CLOSE, thread, form, 409, is_late=True)
    return _done(thread, "closed", gettext("The thread is closed. Its conclusion stands on top."))


@bp.post("/threads/<id:id>/reopening")
@requires("discussions.close", Thread)
@once
def reopen(thread: Thread) -> Any:
    return _act(thread, Thread.reopen, "reopened", gettext("The thread is open again."))


@bp.post("/threads/<id:id>/locking")
@requires("discussions.lock", Thread)
@once
def lock(thread: Thread) -> Any:
    return _act(thread, _by_me(Thread.lock), "locked", gettext("The thread is locked: nobody writes in it."))


@bp.post("/threads/<id:id>/unlocking")
@requires("discussions.lock", Thread)
@once
def unlock(thread: Thread) -> Any:
    return _act(thread, Thread.unlock, "unlocked", gettext("The thread is unlocked."))


@bp.post("/threads/<id:id>/pinning")
@requires("discussions.pin", Thread)
@once
def pin(thread: Thread) -> Any:
    return _act(thread, _by_me(Thread.pin), "pinned", gettext("The thread stands first in the lists."))


@bp.post("/threads/<id:id>/unpinning")
@requires("discussions.pin", Thread)
@once
def unpin(thread: Thread) -> Any:
    return _act(thread, Thread.unpin, "unpinned", gettext("The thread stands in the lists where it did."))


@bp.post("/threads/<id:id>/title")
@requires("discussions.rename", Thread)
@once
def rename(thread: Thread) -> Any:
    form = RenamingForm()
    if not form.validate_on_submit():
        return act_page(RENAME, thread, form, 422)
    before, after = form.before.data or "", form.title.data
    if thread.title == after:
        return _back(thread, gettext("That is its title."))
    if not thread.change(Thread.title == before, title=after):
        form.before.data = thread.title
        return act_page(RENAME, thread, form, 409, is_late=True)
    return _done(thread, "renamed", gettext("The thread has a new title."), title=before)


def _by_me(mark: Callable[[Thread, Any], bool]) -> Callable[[Thread], bool]:
    return lambda thread: mark(thread, current_user)


def _act(thread: Thread, change: Callable[[Thread], bool], kind: str, words: str) -> Any:
    """Somebody who comes second finds it as wanted: nothing is changed or told twice."""
    if not change(thread):
        return _back(thread, gettext("Nothing was changed: the thread is like that already."))
    return _done(thread, kind, words)


def _done(thread: Thread, kind: str, words: str, **detail: Any) -> Any:
    history.record(thread, kind, current_user, **detail)
    db.session.commit()
    return _back(thread, words)


def _back(thread: Thread, words: str) -> Any:
    flash(words, "done")
    return redirect(url_for("discussions.thread_page", id=thread.id))
