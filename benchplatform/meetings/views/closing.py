"""Closing a meeting that is documented, and opening it again, for the programme's lead."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect
from flask_babel import gettext
from flask_login import current_user

from ... import audit, dates
from ...database import db
from ...events import meeting_closed, meeting_reopened
from ...permissions import requires
from ...submissions import once
from ..blueprint import bp
from ..hooks import address
from ..models import Meeting


@bp.post("/clusters/<slug>/meetings/<int:number>/closing")
@requires("meetings.close", Meeting)
@once
def close(meeting: Meeting) -> Any:
    if meeting.day > dates.today():
        flash(gettext("The meeting has not been held yet, so it stays open."), "late")
    elif meeting.close(current_user):
        meeting_closed.send(meeting)
        _done(meeting, "close", gettext("The meeting is closed: its talk is there to be read."))
    else:
        flash(gettext("Somebody else closed the meeting a moment ago."), "done")
    return redirect(address(meeting, "talk"))


@bp.post("/clusters/<slug>/meetings/<int:number>/reopening")
@requires("meetings.close", Meeting)
@once
def reopen(meeting: Meeting) -> Any:
    if meeting.closed_at is not None:
        meeting_reopened.send(meeting)
        if meeting.reopen():
            _done(meeting, "reopen", gettext("The meeting is open again, and so is its talk."))
        db.session.rollback()
    return redirect(address(meeting, "talk"))


def _done(meeting: Meeting, action: str, words: str) -> None:
    audit.record(f"meetings.{action}", meeting)
    db.session.commit()
    flash(words, "done")
