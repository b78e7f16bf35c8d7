"""The live day: what happens now, for everybody's screen; and running it, for those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import dates, pages
from ...database import db, utc_now
from ...permissions import requires
from ...submissions import once
from ..blueprint import bp
from ..live import minutes_until
from ..models import Meeting
from ..running import MINUTES, Running, Shown

_ASK_SECONDS, _ASK_SECONDS_WHEN_QUIET = 1.5, 60
"""How often a screen asks while the day can be run, so that two agree within two seconds; and else."""
_SOON_MINUTES = 15


@bp.get("/clusters/<slug>/meetings/<int:number>/live")
@requires("meetings.read", Meeting)
def live(meeting: Meeting) -> Any:
    return _drawn("meetings/live.html", meeting)


@bp.get("/clusters/<slug>/meetings/<int:number>/live/now")
@requires("meetings.read", Shown)
def live_now(shown: Shown) -> Any:
    """The part of the page that changes, for a screen that shows another day than the one as it now is.

    An empty answer and no 204, after which the web server would end the connection.
    """
    if request.args.get("shown") == shown.mark:
        g.is_quiet = True
        return ""
    meeting = Meeting.load(current_user, **(request.view_args or {}))
    return _drawn("meetings/_live.html", meeting) if meeting else abort(404)


@bp.post("/clusters/<slug>/meetings/<int:number>/live/extension")
@requires("meetings.run", Meeting)
@once
def extend(meeting: Meeting) -> Any:
    """Some minutes more for a slot."""
    minutes = request.form.get("minutes", 0, type=int)
    return _act(meeting, lambda day: minutes in MINUTES and day.extend(_slot_id(), minutes, current_user))


@bp.post("/clusters/<slug>/meetings/<int:number>/live/ending")
@requires("meetings.run", Meeting)
@once
def end(meeting: Meeting) -> Any:
    """A slot is over: the next one begins now."""
    return _act(meeting, lambda day: day.end(_slot_id(), current_user))


@bp.post("/clusters/<slug>/meetings/<int:number>/live/undoing")
@requires("meetings.run", Meeting)
@once
def undo(meeting: Meeting) -> Any:
    """The last act is taken back."""
    return _act(meeting, lambda day: day.undo(current_user))


def _act(meeting: Meeting, act: Callable[[Running], bool]) -> Any:
    """Do it to the day that the button was shown for; of two who press at once, one does, and the other is told."""
    day = Running.at(meeting, utc_now())
    if day and request.form.get("shown") == day.mark and act(day):
        db.session.commit()
    else:
        db.session.rollback()
        flash(gettext("The day went on meanwhile, or somebody else was faster. This is how it is now."), "late")
    return redirect(url_for("meetings.live", **(request.view_args or {})))


def _slot_id() -> int:
    return request.form.get("slot", 0, type=int)


def _drawn(template: str, meeting: Meeting) -> str:
    pages.about(meeting.seen_from)
    now = utc_now()
    running = Running.at(meeting, now)
    day = running and running.day
    is_soon = day and (day.is_open or 0 < minutes_until(day.begins, now) <= _SOON_MINUTES)
    return render_template(
        template,
        meeting=meeting,
        running=running,
        day=day,
        left=lambda at: minutes_until(at, now),
        seconds=_ASK_SECONDS if is_soon else _ASK_SECONDS_WHEN_QUIET,
        offset=now.astimezone(dates.zone()).utcoffset(),
    )
