"""The day on a page of its own: read by all, arranged by the lead and the host."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages, printing
from ...database import db
from ...discussions.hooks import count_threads
from ...fields import posted_version, refuse
from ...languages import Bilingual, language
from ...permissions import requires
from ...slugs import slug_of
from ...submissions import once
from .. import carrying, day
from ..agenda_forms import KINDS, PasteForm, SlotForm
from ..blueprint import bp
from ..frame import meeting_of
from ..journey import short_title
from ..models import AgendaSlot, Meeting, Notes, Room
from ..pasted import PastedSlot

_MORNING = dt.time(9, 0)
_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@bp.get("/clusters/<slug>/meetings/<int:number>/agenda")
@requires("meetings.read", Meeting)
def agenda(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    talk = count_threads("slot", [slot.id for slot in AgendaSlot.with_parts(meeting)])
    left = None if carrying.why_not(meeting) else carrying.left_over(meeting, current_user)
    given = {"check": day.check(meeting.agenda), "kinds": KINDS, "talk": talk, "left": left}
    return render_template("meetings/agenda.html", meeting=meeting, may_print=printing.is_there(), **given)


@bp.get("/clusters/<slug>/meetings/<int:number>/agenda.pdf")
@requires("meetings.read", Meeting)
def sheet(meeting: Meeting) -> Response:
    """The day on one page for the wall, and for those who come without a screen."""
    if not printing.is_there():
        abort(404)
    pages.about(meeting.seen_from)
    html = render_template("meetings/sheet.html", meeting=meeting, check=day.check(meeting.agenda), kinds=KINDS)
    response = Response(printing.pdf(html), mimetype="application/pdf")
    name = f"{slug_of(short_title(meeting), 'meeting')}-{meeting.day}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.route("/clusters/<slug>/meetings/<int:number>/agenda/pasted", methods=["GET", "POST"])
@requires("meetings.arrange", Meeting)
@once
def paste_agenda(meeting: Meeting) -> Any:
    """The whole day as text: shown as it was understood, and taken when that is right."""
    pages.about(meeting.seen_from)
    form, status = PasteForm(data={"version": meeting.version}), 200
    if form.validate_on_submit() and "preview" not in request.form:
        if not meeting.edit(form.version.data):
            status = _clash(form, meeting)
        elif _replaces(meeting, form):
            return _done(meeting, gettext("The day is as you pasted it."), "replaced")
        else:
            status = 422
    elif form.errors:
        status = 422
    given = {"pieces": form.slots, "check": day.check(form.slots), "kinds": KINDS, "is_clash": status == 409}
    return render_template("meetings/paste_agenda.html", meeting=meeting, form=form, **given), status


@bp.route("/clusters/<slug>/meetings/<int:number>/agenda/new", methods=["GET", "POST"])
@requires("meetings.arrange", Meeting)
@once
def add_slot(meeting: Meeting) -> Any:
    """A new slot, behind the one with the id `after`, or as the first of the day."""
    after = next((slot for slot in meeting.agenda if slot.id == request.args.get("after", 0, type=int)), None)
    starts = after.ends if after else (meeting.agenda[0].starts if meeting.agenda else _MORNING)
    form = SlotForm.of(meeting, None, starts)

    def change() -> None:
        slot = AgendaSlot(starts=form.starts.data, minutes=form.minutes.data)
        form.fill(slot)
        day.insert(meeting, slot, after, moves_rest=form.moves_rest.data)

    return _slot_page(meeting, form, change)


@bp.get("/agenda-slots/<id:id>/")
@requires("meetings.read", AgendaSlot)
def slot(slot: AgendaSlot) -> Any:
    """One slot, and the talk about it."""
    meeting = meeting_of(slot)
    rooms = Room.of_slot(slot)
    given = {"rooms": rooms, "notes": Notes.in_rooms(rooms, current_user)}
    return render_template("meetings/slot.html", slot=slot, meeting=meeting, kinds=KINDS, **given)


@bp.route("/agenda-slots/<id:id>/edit", methods=["GET", "POST"])
@requires("meetings.arrange", AgendaSlot)
@once
def edit_slot(slot: AgendaSlot) -> Any:
    meeting = meeting_of(slot)
    form = SlotForm.of(meeting, slot, slot.starts)

    def change() -> None:
        day.place(meeting, slot, form.starts.data, form.minutes.data or 0, moves_rest=form.moves_rest.data)
        form.fill(slot)

    return _slot_page(meeting, form, change, slot)


@bp.post("/agenda-slots/<id:id>/move")
@requires("meetings.arrange", AgendaSlot)
@once
def move_slot(slot: AgendaSlot) -> Any:
    """One place up or down, or to the place that it was dragged to."""
    meeting = meeting_of(slot)
    if not _takes_turn(meeting):
        return _too_late(meeting)
    place, to = meeting.agenda.index(slot) + 1, request.form.get("to", "")
    steps = {"up": place - 1, "down": place + 1}
    if not day.move(meeting, slot, steps.get(to) or (int(to) if _NUMBER.fullmatch(to) else place)):
        db.session.rollback()
        return redirect(_address(meeting))
    return _done(meeting, "", "moved", slot)


@bp.post("/agenda-slots/<id:id>/removal")
@requires("meetings.arrange", AgendaSlot)
@once
def remove_slot(slot: AgendaSlot) -> Any:
    meeting, title = meeting_of(slot), str(slot.title)
    if not _takes_turn(meeting):
        return _too_late(meeting)
    try:
        day.remove(meeting, slot)
    except day.InUse as used:
        db.session.rollback()
        flash(used.why, "late")
        return redirect(_address(meeting))
    return _done(meeting, gettext("“%(title)s” is taken out, and the rest begins earlier.", title=title), "removed")


def _slot_page(meeting: Meeting, form: SlotForm, change: Callable[[], None], slot: AgendaSlot | None = None) -> Any:
    pages.about(meeting.seen_from)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        if not meeting.edit(form.version.data):
            status = _clash(form, meeting)
        elif _fits(form, change):
            return _done(meeting, gettext("The day is changed."), "changed", slot)
    given = {"meeting": meeting, "slot": slot, "form": form, "kinds": KINDS, "is_clash": status == 409}
    return render_template("meetings/edit_slot.html", **given), status


def _fits(form: SlotForm, change: Callable[[], None]) -> bool:
    """Make the change; False, with a sentence beside the minutes and nothing done, when the day would not end."""
    try:
        change()
    except day.PastMidnight:
        db.session.rollback()
        form.minutes.errors = [gettext("The rest of the day would go on past midnight.")]
        return False
    return True


def _replaces(meeting: Meeting, form: PasteForm) -> bool:
    """Take the pasted day; False, with a sentence beside it and nothing done, when notes would be lost."""
    try:
        day.replace(meeting, [_slot_of(piece) for piece in form.slots])
    except day.InUse as used:
        db.session.rollback()
        refuse(form.day, used.why + " " + gettext("Keep it among the lines, called as it is."))
        return False
    return True


def _clash(form: SlotForm | PasteForm, meeting: Meeting) -> int:
    """Somebody else was faster: what is sent next, the new day in sight, is meant to stand."""
    form.version.start_from(meeting.version)
    return 409


def _takes_turn(meeting: Meeting) -> bool:
    """Is the day still as it was when the button was shown?"""
    return meeting.edit(posted_version())


def _too_late(meeting: Meeting) -> Any:
    db.session.rollback()
    flash(gettext("Somebody else changed the day a moment ago. Look at it, and try again."), "late")
    return redirect(_address(meeting))


def _done(meeting: Meeting, words: str, what: str, slot: AgendaSlot | None = None) -> Any:
    audit.record("meetings.agenda", meeting, what=what)
    db.session.commit()
    if words:
        flash(words, "done")
    return redirect(_address(meeting, f"slot-{slot.id}" if slot else None))


def _address(meeting: Meeting, anchor: str | None = None) -> str:
    return url_for("meetings.agenda", slug=meeting.seen_from.slug, number=meeting.number, _anchor=anchor)


def _slot_of(piece: PastedSlot) -> AgendaSlot:
    title = Bilingual({language(): piece.title})
    return AgendaSlot(starts=piece.starts, minutes=piece.minutes, kind=piece.kind, title=title)
