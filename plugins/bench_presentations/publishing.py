"""New versions of a presentation, publishing it, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext
from flask_login import current_user

from benchplatform import audit, events
from benchplatform.database import db
from benchplatform.files.actions import Refused, keep
from benchplatform.permissions import requires
from benchplatform.requests import accepts_files
from benchplatform.submissions import once

from .forms import VersionForm, WithdrawalForm
from .models import Presentation
from .views import back_to, bp, show


@bp.get("/presentations/<id:id>/versions")
@bp.get("/presentations/<id:id>/publication/withdrawal")
@bp.get("/presentations/<id:id>/questions")
@requires("presentations.read", Presentation)
def form_address(presentation: Presentation) -> Any:
    """A form that was refused stands at the address it was sent to; who opens that anew gets the whole page."""
    return back_to(presentation)


@bp.post("/presentations/<id:id>/versions")
@accepts_files
@requires("presentations.write", Presentation)
@once
def add_version(presentation: Presentation) -> Any:
    form = VersionForm()
    if not form.validate_on_submit():
        return show(presentation, version_form=form), 422
    presentation.hold()
    try:
        file = keep(form.file.data, current_user, presentation)
    except Refused as refusal:
        form.file.errors = [str(refusal)]
        return show(presentation, version_form=form), 422
    version = presentation.add_version(file, current_user)
    db.session.commit()
    flash(gettext("Version %(number)d is saved.", number=version.number), "done")
    return back_to(presentation)


@bp.post("/presentations/<id:id>/publication")
@requires("presentations.publish", Presentation)
@once
def publish(presentation: Presentation) -> Any:
    presentation.hold()
    if presentation.is_published:
        flash(gettext("It is published already."), "due")
    elif not presentation.has_content:
        flash(gettext("There is nothing to show yet. Add a file or a summary, and publish then."), "late")
    else:
        presentation.publish(current_user)
        audit.record("presentations.publish", presentation)
        events.published.send(presentation)
        db.session.commit()
        flash(gettext("Published. Everybody in the cluster sees it now."), "done")
    return back_to(presentation)


@bp.post("/presentations/<id:id>/publication/withdrawal")
@requires("presentations.publish", Presentation)
@once
def withdraw(presentation: Presentation) -> Any:
    form = WithdrawalForm()
    if not presentation.hold().is_published:
        flash(gettext("It is not published, so there is nothing to take back."), "due")
        return back_to(presentation)
    if not form.validate_on_submit():
        return show(presentation, withdrawal_form=form), 422
    presentation.withdraw(current_user, form.reason.data)
    audit.record("presentations.withdraw", presentation, reason=form.reason.data)
    events.withdrawn.send(presentation)
    db.session.commit()
    flash(gettext("Taken back. It is a draft again, seen by your organisation alone."), "done")
    return back_to(presentation)
