"""Who is coming: answering for oneself or for a colleague, and where somebody is still missing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import pages
from ...database import db
from ...fields import refuse
from ...permissions import requires
from ...programmes.names import CLUSTER_ROLES
from ...submissions import once
from .. import coming_words
from ..blueprint import bp
from ..coming import Seat, delegations
from ..coming_forms import AnswerForm, ColleagueForm
from ..coming_words import own_words
from ..models import Answer, Attendance, HostingItem, Meeting
from ..models.hosting import ACCESS


@bp.get("/clusters/<slug>/meetings/<int:number>/coming")
@requires("meetings.read", Meeting)
def coming(meeting: Meeting) -> Any:
    own = Attendance.own(meeting, current_user)
    return _page(meeting, AnswerForm.of(own), own)


@bp.post("/clusters/<slug>/meetings/<int:number>/coming")
@requires("meetings.answer", Meeting)
@once
def answer(meeting: Meeting) -> Any:
    """For oneself, with what one needs."""
    pages.about(meeting.seen_from)
    form, status = AnswerForm(), 422
    is_valid = form.validate()
    if meeting.is_over:
        refuse(form.needs, gettext("The day of the meeting is over, so the answer was not changed."))
        status = 409
    elif is_valid:
        given = Answer(form.answer.data)
        values = {"answer": given, "needs": form.needs.data}
        if Attendance.say(meeting, current_user, current_user, form.version.data, **values):
            db.session.commit()
            flash(gettext("Your answer is saved: %(answer)s", answer=own_words(given)), "done")
            return redirect(_address(meeting))
        status = 409
    own = Attendance.own(meeting, current_user)
    if is_valid and not meeting.is_over:
        form.version.start_from(own.version if own else 0)
    return _page(meeting, form, own), status


@bp.post("/clusters/<slug>/meetings/<int:number>/coming/<id:id>")
@requires("meetings.answer_for", Seat)
@once
def answer_for(seat: Seat) -> Any:
    """For a colleague, by a key person: the answer alone."""
    meeting, form = seat.meeting, ColleagueForm()
    pages.about(meeting.seen_from)
    if meeting.is_over:
        flash(gettext("The day of the meeting is over, so the answer was not changed."), "late")
    elif not form.validate():
        flash(form.answer.errors[0], "late")
    elif _say_for(seat, form):
        db.session.commit()
        flash(gettext("Your answer for %(name)s is saved.", name=seat.person.name), "done")
    else:
        flash(gettext("%(name)s has got another answer a moment ago. Look at it first.", name=seat.person.name), "late")
    return redirect(_address(meeting, "people"))


def _say_for(seat: Seat, form: ColleagueForm) -> bool:
    given = Answer(form.answer.data)
    return Attendance.say(seat.meeting, seat.person, current_user, form.version.data, answer=given)


def _page(meeting: Meeting, form: AnswerForm, own: Attendance | None) -> str:
    pages.about(meeting.seen_from)
    return render_template(
        "meetings/coming.html",
        meeting=meeting,
        form=form,
        own=own,
        is_clash=form.is_submitted() and not form.errors,
        access=HostingItem.of(meeting, HostingItem.kind.in_(ACCESS)),
        delegations=delegations(meeting),
        roles=CLUSTER_ROLES,
        words=coming_words,
    )


def _address(meeting: Meeting, anchor: str | None = None) -> str:
    return url_for("meetings.coming", slug=meeting.seen_from.slug, number=meeting.number, _anchor=anchor)
