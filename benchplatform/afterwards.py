"""Small notes, written when the answer has gone out: nobody waits for them, and a locked database loses them."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app

from .database import db, writing
from .logs import log

BESIDE = "noting"
"""Name of the threads that note something while a file is being sent."""

_PATIENCE_SECONDS = 1
_one_at_a_time = threading.Lock()


def note_afterwards(response: Response, statement: sa.Executable) -> None:
    """Run the statement in a transaction of its own, once the response has been sent.

    A file that is handed to the server is sent to its end without us: then it is run beside that.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if response.direct_passthrough:
        threading.Thread(target=_note, args=(app, statement), name=BESIDE, daemon=True).start()
    else:
        response.call_on_close(partial(_note, app, statement))


def _note(app: Flask, statement: Any) -> None:
    """One at a time: while the database is locked, one thread waits for it and the others serve pages."""
    if not _one_at_a_time.acquire(timeout=_PATIENCE_SECONDS):
        return
    try:
        with app.app_context(), writing():
            db.session.execute(statement)
    except sa.exc.OperationalError as error:
        log.warning("note not written", error=str(error.orig))
    finally:
        _one_at_a_time.release()
