"""Sending the invitation to a meeting: what goes out, to whom, and what has gone out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user
from flask_wtf import FlaskForm

from ... import audit, dates, pages
from ...database import db
from ...fields import refuse, text
from ...permissions import requires
from ...submissions import once
from .. import inviting
from ..blueprint import bp
from ..models import Meeting
from ..models.inviting import LONGEST_GREETING


class InvitationForm(FlaskForm):
    greeting = text(lazy_gettext("Your greeting"), LONGEST_GREETING)


@bp.route("/clusters/<slug>/meetings/<int:number>/invitation", methods=["GET", "POST"])
@requires("meetings.arrange", Meeting)
@once
def invite(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    form, status, preview = InvitationForm(), 200, ""
    if form.validate_on_submit():
        if "preview" in request.form:
            preview = _mail(meeting, form)
        elif meeting.day < dates.today():
            refuse(form.greeting, gettext("The meeting has been, so nobody is invited any more."))
            status = 409
        else:
            return _sent(meeting, form)
    elif form.is_submitted():
        status = 422
    given = {"sendings": inviting.sendings(meeting), "left": inviting.left(meeting), "preview": preview}
    return render_template("meetings/invitation.html", meeting=meeting, form=form, **given), status


def _sent(meeting: Meeting, form: InvitationForm) -> Any:
    number = inviting.send(meeting, form.greeting.data, current_user)
    if number:
        audit.record("meetings.invite", meeting, people=number)
    db.session.commit()
    words = ngettext("The invitation goes to %(num)d person now.", "The invitation goes to %(num)d people now.", number)
    flash(words if number else gettext("Everybody had the invitation already."), "done")
    return redirect(url_for("meetings.invite", slug=meeting.seen_from.slug, number=meeting.number))


def _mail(meeting: Meeting, form: InvitationForm) -> str:
    return render_template("mail/meeting_invitation.txt", **inviting.mail_of(meeting, form.greeting.data, current_user))
