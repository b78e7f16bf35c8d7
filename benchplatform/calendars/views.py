"""The feed that calendar programs fetch, the page where a person gets its address, and one meeting as a file."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from flask_login import current_user
from icalendar import Calendar

from .. import audit, pages
from ..database import db
from ..extensions import limiter
from ..languages import language
from ..meetings.journey import short_title
from ..meetings.models import Meeting
from ..permissions import public, requires
from ..slugs import slug_of
from ..submissions import once
from .entries import calendar_with, meeting_entry
from .feed import calendar_of
from .models import CalendarAddress, number_in

bp = Blueprint("calendars", __name__)


def _was_given_out() -> bool:
    return number_in((request.view_args or {})["token"]) is not None


_few_guesses = limiter.limit("10 per 10 minutes", exempt_when=_was_given_out)
"""Counts what cannot be an address of ours: programs of many people ask from one network, and none must stop them."""


@bp.get("/calendars/<token>.ics")
@public
@_few_guesses
def feed(token: str) -> Response:
    """The calendar of the person whose address it is; a program that has it already is told so."""
    address = CalendarAddress.with_token(token)
    if address is None:
        abort(404)
    with force_locale(address.language):
        response = _answer(calendar_of(address.person))
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(response.data).hexdigest())
    response.make_conditional(request)
    return response


@bp.get("/clusters/<slug>/meetings/<int:number>/calendar.ics")
@requires("meetings.read", Meeting)
def meeting_file(meeting: Meeting) -> Response:
    """The meeting alone, to be put into a calendar once."""
    pages.about(meeting.seen_from)
    response = _answer(calendar_with([meeting_entry(meeting)], f"meeting-{meeting.id}"))
    name = f"{slug_of(short_title(meeting), 'meeting')}-{meeting.day}.ics"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.get("/calendar")
@requires("calendars.keep_own")
def calendar_page() -> str:
    address = CalendarAddress.of(current_user)
    url = pages.site_url("calendars.feed", token=address.token) if address else ""
    return render_template("calendars/calendar.html", address=address, url=url)


@bp.post("/calendar/address")
@requires("calendars.keep_own")
@once
def make_address() -> Any:
    """Made in another window already, it stays: it may have been copied there."""
    if CalendarAddress.make(current_user, language()):
        audit.record("calendars.make", current_user)
    return _done(gettext("This is your calendar address. Add it to your calendar program."))


@bp.post("/calendar/address/renewal")
@requires("calendars.keep_own")
@once
def renew_address() -> Any:
    if not CalendarAddress.renew(current_user, language()):
        return _done(gettext("Your calendar address had been switched off, so there is none to renew."), "late")
    audit.record("calendars.renew", current_user)
    return _done(gettext("You have a new address. The old one no longer works, so add the new one instead."))


@bp.post("/calendar/address/removal")
@requires("calendars.keep_own")
@once
def switch_off() -> Any:
    if CalendarAddress.switch_off(current_user):
        audit.record("calendars.switch_off", current_user)
    return _done(gettext("Your calendar address is switched off."))


def _answer(calendar: Calendar) -> Response:
    return Response(calendar.to_ical(), mimetype="text/calendar")


def _done(words: str, state: str = "done") -> Any:
    db.session.commit()
    flash(words, state)
    return redirect(url_for(".calendar_page"))
