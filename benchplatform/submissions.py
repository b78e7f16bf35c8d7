"""A second click on a form makes no second record: each form carries a number that is spent with its transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

import sqlalchemy as sa
from flask import g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Mapped, mapped_column

from .database import Model, UTCDateTime, db, reading, utc_now

KEPT_DAYS = 2
_NUMBER = re.compile(r"[\w-]{16,40}")
_PATIENCE_SECONDS = 2


class Submission(Model):
    """A form that has been acted on, and where that led."""

    __tablename__ = "bench_submission"

    key: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    location: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, index=True)


def once_number() -> str:
    """For the hidden field `once` of a form whose view is `@once`."""
    return secrets.token_urlsafe(16)


def once(view: Callable[..., Any]) -> Callable[..., Any]:
    """Act on a form one time; the same form sent again is answered with where the first one led.

    One that was changed after it had been sent, by way of the browser's back button, is another form: to take it for
    a second click would lose what was written, in silence.
    The key is written before the view acts and committed by the view's own commit: a form that is refused
    spends nothing.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        number = request.form.get("once", "")
        if request.method != "POST" or not _NUMBER.fullmatch(number):
            return view(*args, **kwargs)
        key = f"{current_user.get_id()}:{number}:{_content_mark()}"
        if not _spend(key):
            return redirect(_wait_for(key))
        g.once_key = key
        response = view(*args, **kwargs)
        location = getattr(response, "location", None)
        if location:
            db.session.execute(sa.update(Submission).where(Submission.key == key).values(location=location))
            db.session.commit()
        return response

    return guarded


def commit_unspent() -> None:
    """Keep what came with a form that is not acted on yet, such as its files: it can still be sent."""
    db.session.execute(sa.delete(Submission).where(Submission.key == g.get("once_key", "")))
    db.session.commit()


def _content_mark() -> str:
    """What tells one form from another: where it goes and what it says; the token beside it may be a newer one."""
    texts = [field for field in request.form.items(multi=True) if field[0] != "csrf_token"]
    files = [
        (name, file.filename, getattr(file.stream, "digest", "")) for name, file in request.files.items(multi=True)
    ]
    return hashlib.sha256(repr((request.path, texts, files)).encode("utf-8", "replace")).hexdigest()[:20]


def _spend(key: str) -> bool:
    if db.session.get(Submission, key) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(Submission(key=key))
    except sa.exc.IntegrityError:
        return False
    return True


def _wait_for(key: str) -> str:
    """Where the first one led; it may be just about to say so."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    with reading():  # holding no lock that the first one needs
        while True:
            db.session.rollback()
            location = db.session.scalar(sa.select(Submission.location).where(Submission.key == key))
            if location or time.monotonic() > deadline:
                return location or url_for("home.first_page")
            time.sleep(0.05)


def forget_old() -> None:
    """Daily job: numbers that no open form can carry any more."""
    db.session.execute(sa.delete(Submission).where(Submission.at < utc_now() - dt.timedelta(days=KEPT_DAYS)))
