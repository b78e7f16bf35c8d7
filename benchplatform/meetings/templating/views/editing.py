"""Writing in a template: a section of a meeting at a time, or its day as text; each save is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ....database import db
from ....languages import Bilingual, language
from ....permissions import requires
from ....submissions import once
from ... import day
from ...agenda_forms import KINDS, PasteForm
from ...blueprint import bp
from ...pasted import PastedSlot
from ..content import Piece, agenda_section
from ..forms import FORMS, SectionForm, text_of
from ..names import SECTION_NAMES
from ..places import MeetingInTemplate
from .reading import given


@bp.route("/templates/<id:id>/meetings/<key>/<section>", methods=["GET", "POST"])
@requires("programmes.administer", MeetingInTemplate)
@once
def edit_template(place: MeetingInTemplate) -> Any:
    """A form in which buttons move the rows; saving is a button of its own."""
    form = FORMS[place.section].of(place.meeting, place.version.number)
    if "act" in request.form:
        row = form.rows.act(request.form["act"], form.new_row)
        form.offer(place.meeting)
        return _page(place, form, 200, row=row)
    if not form.validate_on_submit():
        return _page(place, form, 422 if form.is_submitted() else 200)
    if place.save(form.started.data, form.says, current_user):
        return _done(place)
    now = place.as_it_is_now()
    form.started.start_from(now.version.number)
    return _page(now, form, 409)


@bp.route("/templates/<id:id>/meetings/<key>/agenda/pasted", methods=["GET", "POST"])
@requires("programmes.administer", MeetingInTemplate)
@once
def paste_template_agenda(place: MeetingInTemplate) -> Any:
    """The whole day as text: shown as it was understood, and taken when that is right."""
    agenda = place.meeting.agenda
    form, status = PasteForm(data={"version": place.version.number, "day": text_of(agenda)}), 200
    if form.validate_on_submit() and "preview" not in request.form:
        if place.save(form.version.data, agenda_section(_as_before(agenda, form.slots)), current_user):
            return _done(place)
        place, status = place.as_it_is_now(), 409
        form.version.start_from(place.version.number)
    elif form.errors:
        status = 422
    shown = {"pieces": form.slots, "check": day.check(form.slots), "is_clash": status == 409}
    page = "templating/paste_agenda.html"
    return render_template(page, form=form, place=place, pasted_kinds=KINDS, **given(place.meeting), **shown), status


def _as_before(agenda: tuple[Piece, ...], slots: tuple[PastedSlot, ...]) -> list[Piece]:
    """A part that is called as before keeps its other language, its kind, and its parts while there is room."""
    before = {str(piece.title).casefold(): piece for piece in agenda}
    pieces = []
    for slot in slots:
        known = before.get(slot.title.casefold())
        kind, title = (known.kind, known.title) if known else (slot.kind.value, Bilingual({language(): slot.title}))
        has_room = known is not None and sum(part.minutes for part in known.parts) <= slot.minutes
        pieces.append(Piece(slot.starts, slot.minutes, kind, title, known.parts if known and has_room else ()))
    return sorted(pieces, key=lambda piece: piece.starts)


def _page(place: MeetingInTemplate, form: SectionForm, status: int, row: int | None = None) -> Any:
    shown: Mapping[str, Any] = {"section": SECTION_NAMES[place.section], "is_clash": status == 409, "acted_on": row}
    page = f"templating/edit_{place.section}.html"
    return render_template(page, form=form, place=place, **given(place.meeting), **shown), status


def _done(place: MeetingInTemplate) -> Any:
    db.session.commit()
    number = place.template.newest.number
    if number == place.version.number:
        words = gettext("It says this already: there is nothing to save.")
    else:
        words = gettext("Saved as version %(number)s. Meetings that are planned stay as they are.", number=number)
    flash(words, "done")
    key, section = place.meeting.key, place.section
    return redirect(url_for("meetings.template_meeting", id=place.template.id, key=key, _anchor=section))
