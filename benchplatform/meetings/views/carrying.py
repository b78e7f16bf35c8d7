"""What the meeting before leaves, and taking it up: as a part of the day, or as an objective."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import LARGEST_ID, db
from ...permissions import requires
from ...submissions import once
from .. import carrying, day, objectives
from ..blueprint import bp
from ..journey import in_a_sentence
from ..models import Meeting, Objective


@bp.get("/clusters/<slug>/meetings/<int:number>/carried")
@requires("meetings.read", Meeting)
def carried(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    left = carrying.left_over(meeting, current_user)
    return render_template("meetings/carried.html", meeting=meeting, left=left)


@bp.post("/clusters/<slug>/meetings/<int:number>/carried/slot")
@requires("meetings.arrange", Meeting)
@once
def carry_into_day(meeting: Meeting) -> Any:
    """One part of the day for all of it, once."""
    pages.about(meeting.seen_from)
    address = url_for("meetings.agenda", slug=meeting.seen_from.slug, number=meeting.number)
    objectives.hold(meeting)
    if refused := carrying.why_not(meeting):
        return _refused(refused, address)
    if carrying.is_in_day(meeting):
        return _refused(gettext("It is a part of the day already."), address)
    meeting.edit(meeting.version)  # whoever arranges the day just now is told
    try:
        slot = carrying.put_in_day(meeting)
    except day.PastMidnight:
        return _refused(gettext("The rest of the day would go on past midnight."), address)
    audit.record("meetings.agenda", meeting, what="carried")
    db.session.commit()
    flash(gettext("“%(title)s” is now the first part of the day, and the rest begins later.", title=slot.title), "done")
    return redirect(f"{address}#slot-{slot.id}")


@bp.post("/clusters/<slug>/meetings/<int:number>/carried/objectives")
@requires("meetings.arrange", Meeting)
@once
def carry_objective(meeting: Meeting) -> Any:
    """One objective of the meeting before as an objective of this one, once."""
    pages.about(meeting.seen_from)
    address = url_for("meetings.carried", slug=meeting.seen_from.slug, number=meeting.number)
    objective = _chosen_from(carrying.before(meeting, current_user))
    objectives.hold(meeting)
    if refused := carrying.why_not(meeting):
        return _refused(refused, address)
    words = {"text": objective.text, "meeting": in_a_sentence(meeting)}
    if not carrying.is_open(objective, meeting.seen_from):
        return _refused(gettext("“%(text)s” is met everywhere by now.", text=objective.text), address)
    if not objectives.add(meeting, objective.text, carried_from=objective):
        return _refused(gettext("“%(text)s” is an objective of %(meeting)s already.", **words), address)
    audit.record("meetings.objectives", meeting, what="carried", text=dict(objective.text))
    db.session.commit()
    flash(gettext("“%(text)s” is now an objective of %(meeting)s too.", **words), "done")
    return redirect(address)


def _chosen_from(last: Meeting | None) -> Objective:
    """The objective that the form names, when it is one of the meeting before."""
    id = request.form.get("objective", 0, type=int)
    objective = db.session.get(Objective, id) if 0 < id <= LARGEST_ID else None
    if last is None or objective is None or objective.meeting_id != last.id:
        abort(404)
    return objective


def _refused(sentence: str, address: str) -> Any:
    db.session.rollback()
    flash(sentence, "late")
    return redirect(address)
