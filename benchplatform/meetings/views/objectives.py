"""The statements themselves: written, put in order and taken out by the lead and the host."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from ... import audit, pages
from ...database import db
from ...languages import Bilingual
from ...permissions import requires
from ...submissions import once
from .. import objectives
from ..blueprint import bp
from ..frame import meeting_of
from ..models import Meeting, Objective
from ..objective_forms import ObjectiveForm, RemovalForm


@bp.get("/clusters/<slug>/meetings/<int:number>/objectives/edit")
@requires("meetings.arrange", Meeting)
def arrange_objectives(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    return render_template("meetings/arrange_objectives.html", meeting=meeting)


@bp.route("/clusters/<slug>/meetings/<int:number>/objectives/new", methods=["GET", "POST"])
@requires("meetings.arrange", Meeting)
@once
def add_objective(meeting: Meeting) -> Any:
    """At the end of the list."""
    form, status = ObjectiveForm(data={"version": 0}), 200
    if form.validate_on_submit():
        if objectives.hold(meeting):
            objectives.add(meeting, form.text)
            return _done(meeting, gettext("The objective is added."), "added", form.text)
        status = 409
    elif form.is_submitted():
        status = 422
    return _form_page(meeting, form, status)


@bp.route("/objectives/<id:id>/edit", methods=["GET", "POST"])
@requires("meetings.arrange", Objective)
@once
def edit_objective(objective: Objective) -> Any:
    meeting = meeting_of(objective)
    form, status = ObjectiveForm.of(objective), 200
    if form.validate_on_submit():
        if _is_open(objective) and objective.edit(form.version.data, text=form.text):
            return _done(meeting, gettext("The objective is changed."), "changed", form.text)
        status = 409
        form.version.start_from(objective.version)
    elif form.is_submitted():
        status = 422
    return _form_page(meeting, form, status, objective)


@bp.post("/objectives/<id:id>/move")
@requires("meetings.arrange", Objective)
@once
def move_objective(objective: Objective) -> Any:
    """One place up or down."""
    meeting = meeting_of(objective)
    if not _is_open(objective):
        return _closed(meeting)
    if objectives.move(objective, 1 if request.form.get("to") == "down" else -1):
        return _done(meeting, "", "moved", objective.text)
    return redirect(_address(meeting))


@bp.get("/objectives/<id:id>/removal")
@requires("meetings.arrange", Objective)
def removal(objective: Objective) -> Any:
    return _asking(meeting_of(objective), objective)


@bp.post("/objectives/<id:id>/removal")
@requires("meetings.arrange", Objective)
@once
def remove_objective(objective: Objective) -> Any:
    """Asks first, on a page of its own, when organisations have said something of it."""
    meeting, form = meeting_of(objective), RemovalForm()
    if not _is_open(objective):
        return _closed(meeting)
    said, text = len(objectives.assessments_of(objective)), objective.text
    if said and form.sure.data != str(said):
        return _asking(meeting, objective)
    if not objectives.remove(objective, form.version.data):
        db.session.rollback()
        flash(gettext("Somebody else changed the objective a moment ago. Look at it, and try again."), "late")
        return redirect(_address(meeting))
    return _done(meeting, gettext("“%(text)s” is taken out.", text=text), "removed", text, assessments=said)


def _form_page(meeting: Meeting, form: ObjectiveForm, status: int, objective: Objective | None = None) -> Any:
    pages.about(meeting.seen_from)
    said = len(objectives.assessments_of(objective)) if objective else 0
    given = {"meeting": meeting, "objective": objective, "form": form, "said": said, "is_clash": status == 409}
    return render_template("meetings/edit_objective.html", **given), status


def _asking(meeting: Meeting, objective: Objective) -> str:
    pages.about(meeting.seen_from)
    said = objectives.assessments_of(objective)
    return render_template("meetings/remove_objective.html", meeting=meeting, objective=objective, said=said)


def _is_open(objective: Objective) -> bool:
    """Hold its meeting: False when that is closed; 404 when somebody has taken it out a moment ago."""
    is_open = objectives.hold(objective.meeting)
    if not objectives.is_there(objective):
        abort(404)
    return is_open


def _closed(meeting: Meeting) -> Any:
    db.session.rollback()
    flash(gettext("The meeting is closed, so its objectives stay as they are."), "late")
    return redirect(_address(meeting))


def _done(meeting: Meeting, words: str, what: str, text: Bilingual, **detail: int) -> Any:
    audit.record("meetings.objectives", meeting, what=what, text=dict(text), **detail)
    db.session.commit()
    if words:
        flash(words, "done")
    return redirect(_address(meeting))


def _address(meeting: Meeting) -> str:
    return url_for("meetings.arrange_objectives", slug=meeting.seen_from.slug, number=meeting.number)
