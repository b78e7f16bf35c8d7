"""Sending the invitation to a meeting: what goes out, to whom, and what has gone out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user
from flask_wtf import FlaskForm

from ... import audit, pages
from ...database import db
from ...fields import refuse, text
from ...permissions import can, requires
from ...submissions import once
from .. import inviting
from ..blueprint import bp
from ..models import Meeting
from ..models.inviting import LONGEST_GREETING


class InvitationForm(FlaskForm):
    greeting = text(lazy_gettext("Your greeting"), LONGEST_GREETING)


@bp.get("/clusters/<slug>/meetings/<int:number>/invitation")
@requires("meetings.read", Meeting)
def invitation(meeting: Meeting) -> str:
    """What has gone out, for all; and for those who arrange the day, what is to go out."""
    return _page(meeting, InvitationForm())


@bp.post("/clusters/<slug>/meetings/<int:number>/invitation")
@requires("meetings.arrange", Meeting)
@once
def invite(meeting: Meeting) -> Any:
    form = InvitationForm()
    if not form.validate():
        return _page(meeting, form), 422
    if "preview" in request.form:
        return _page(meeting, form, _mail(meeting, form))
    if meeting.is_over or meeting.closed_at is not None:
        refuse(form.greeting, gettext("The meeting has been, so nobody is invited any more."))
        return _page(meeting, form), 409
    return _sent(meeting, form)


def _page(meeting: Meeting, form: InvitationForm, preview: str = "") -> str:
    pages.about(meeting.seen_from)
    left = inviting.left(meeting) if can("meetings.arrange", meeting) else ()
    given = {"sendings": inviting.sendings(meeting), "left": left, "preview": preview}
    return render_template("meetings/invitation.html", meeting=meeting, form=form, **given)


def _sent(meeting: Meeting, form: InvitationForm) -> Any:
    pages.about(meeting.seen_from)
    number = inviting.send(meeting, form.greeting.data, current_user)
    if number:
        audit.record("meetings.invite", meeting, people=number)
    db.session.commit()
    words = ngettext("The invitation goes to %(num)d person now.", "The invitation goes to %(num)d people now.", number)
    flash(words if number else gettext("Everybody had the invitation already."), "done")
    return redirect(url_for("meetings.invitation", slug=meeting.seen_from.slug, number=meeting.number))


def _mail(meeting: Meeting, form: InvitationForm) -> str:
    given = inviting.mail_of(meeting, meeting.seen_from, form.greeting.data, current_user)
    return render_template("mail/meeting_invitation.txt", **given)
