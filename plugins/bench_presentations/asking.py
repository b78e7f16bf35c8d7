"""Asking about a presentation before its meeting."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform.database import db
from benchplatform.discussions.models import NotOpen
from benchplatform.permissions import requires
from benchplatform.submissions import once

from . import questions
from .asked import has_begun
from .forms import QuestionForm
from .models import Presentation
from .views import bp, show


@bp.post("/presentations/<id:id>/questions")
@requires("presentations.ask", Presentation)
@once
def ask(presentation: Presentation) -> Any:
    """A question for one's organisation; one that comes too late is shown again, to be copied into the thread."""
    form = QuestionForm()
    if not presentation.hold().is_published:
        abort(404)  # it was taken back a moment ago
    if has_begun(presentation.meeting, presentation.cluster):
        return show(presentation, question_form=form), 409
    if not form.validate_on_submit():
        return show(presentation, question_form=form), 422
    try:
        questions.ask(presentation, current_user, form.text.data)
    except NotOpen:
        db.session.rollback()
        return show(presentation, question_form=form), 409
    db.session.commit()
    flash(gettext("Your question is asked. The answer comes in the thread."), "done")
    return redirect(url_for("presentations.presentation_page", id=presentation.id, _anchor="questions"))
