"""The objectives of a meeting: what every organisation says of them, and what one's own does."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from ... import pages
from ...database import db
from ...discussions.audiences import who_sees
from ...permissions import requires
from ...submissions import once
from .. import assessing
from ..assessing import Overview, assessing_organisation, overview, why_not
from ..blueprint import bp
from ..models import Meeting
from ..objective_forms import ANSWERS, Line, texts
from ..objectives import hold
from ..preparing import own_organisation


@bp.get("/clusters/<slug>/meetings/<int:number>/objectives")
@requires("meetings.read", Meeting)
def objectives(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    found = overview(meeting, meeting.seen_from)
    return _page(meeting, found, _lines(meeting, found))


@bp.post("/clusters/<slug>/meetings/<int:number>/objectives")
@requires("meetings.assess", Meeting)
@once
def assess(meeting: Meeting) -> Any:
    """Say of all objectives at once how far one's own organisation has come; those left empty are left as they are."""
    pages.about(meeting.seen_from)
    hold(meeting)
    found = overview(meeting, meeting.seen_from)
    lines = _lines(meeting, found)
    if why_not(meeting):
        return _page(meeting, found, [], refused=True, to_copy=texts(request.form)), 409
    to_copy = texts(request.form, but_of=found.objectives)
    if to_copy:
        return _page(meeting, found, lines, to_copy=to_copy), 409
    wrong = [line for line in lines if not line.form.validate()]
    if wrong or not any(line.is_said for line in lines):
        return _page(meeting, found, lines, is_empty=not wrong), 422
    if not _save(lines, meeting):
        return _page(meeting, overview(meeting, meeting.seen_from), lines), 409
    db.session.commit()
    flash(_thanks(sum(not line.is_said for line in lines)), "done")
    return redirect(url_for("meetings.objectives", slug=meeting.seen_from.slug, number=meeting.number))


def _lines(meeting: Meeting, found: Overview) -> list[Line]:
    """The form's, for those who may fill it in while something is to be said."""
    organisation_id = assessing_organisation(current_user, meeting)
    if organisation_id is None or why_not(meeting):
        return []
    return [Line.of(objective, found.said.get((objective.id, organisation_id))) for objective in found.objectives]


def _save(lines: list[Line], meeting: Meeting) -> bool:
    """All or nothing: False, and nothing saved, when a colleague has said something else of one of them."""
    organisation_id = assessing_organisation(current_user, meeting)
    assert organisation_id is not None
    clashes = [line for line in lines if not line.save(organisation_id, current_user)]
    if clashes:
        db.session.rollback()
        said = overview(meeting, meeting.seen_from).said
        for line in clashes:
            line.clash_with(said.get((line.objective.id, organisation_id)))
    return not clashes


def _thanks(left: int) -> str:
    if not left:
        return gettext("Saved. Your organisation has said how far it has come with every objective.")
    return ngettext("Saved. %(num)d objective is left.", "Saved. %(num)d objectives are left.", left)


def _page(meeting: Meeting, found: Overview, lines: list[Line], **given: Any) -> str:
    given = {"to_copy": (), "refused": False, "is_empty": False} | given
    own_id = own_organisation(current_user, meeting)
    return render_template(
        "meetings/objectives.html",
        meeting=meeting,
        found=found,
        lines={line.objective.id: line for line in lines},
        own=next((one for one in found.organisations if one.id == own_id), None),
        answers=ANSWERS,
        due=assessing.due(meeting),
        why_not=why_not(meeting),
        audience=who_sees(meeting, meeting.seen_from),
        **given,
    )
