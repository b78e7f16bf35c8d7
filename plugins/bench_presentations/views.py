"""Presentations of a cluster, one presentation, and writing its text."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform import dates, pages
from benchplatform.audience import spoken_for
from benchplatform.database import db
from benchplatform.files.actions import Refused, keep
from benchplatform.meetings.models import Meeting
from benchplatform.permissions import requires
from benchplatform.programmes.models import Cluster
from benchplatform.requests import accepts_files
from benchplatform.submissions import once

from . import questions, readings
from .cards import Card, cards, how_early
from .forms import NewForm, QuestionForm, TextForm, VersionForm, WithdrawalForm, file_help
from .models import Presentation
from .shown import Shown

bp = Blueprint(
    "presentations",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/presentations",
)


@bp.get("/clusters/<slug>/presentations/")
@requires("clusters.read", Cluster)
def presentation_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    found = cards(cluster, Meeting.visible_in(cluster, current_user), current_user)
    today = dates.today()
    coming = [(meeting, found[meeting]) for meeting in found if meeting.day >= today]
    past = [(meeting, found[meeting]) for meeting in reversed(found) if meeting.day < today]
    return render_template("presentations/presentation_list.html", meetings=coming + past)


@bp.get("/presentations/<id:id>/")
@requires("presentations.read", Presentation)
def presentation_page(presentation: Presentation) -> Any:
    return readings.note_page(make_response(show(presentation)), presentation)


@bp.get("/clusters/<slug>/meetings/<int:number>/presentations/new")
@requires("presentations.add", Meeting)
def new(meeting: Meeting) -> Any:
    """One for each organisation and meeting: whoever comes second is led to the one that there is."""
    if existing := Presentation.at(meeting, _owner_id(meeting)):
        flash(gettext("Your organisation already has a presentation for this meeting. Here it is."), "due")
        return back_to(existing)
    return _new_page(meeting, NewForm())


@bp.post("/clusters/<slug>/meetings/<int:number>/presentations/new")
@accepts_files
@requires("presentations.add", Meeting)
@once
def create(meeting: Meeting) -> Any:
    form, owner_id = NewForm(), _owner_id(meeting)
    if existing := Presentation.at(meeting, owner_id):
        return _clash(existing, form)
    draft = Presentation.begin(meeting, owner_id)
    if not (form.validate_on_submit() and _written(draft, form)):
        return _new_page(meeting, form), 422
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except sa.exc.IntegrityError:  # a colleague was quicker by less than a second
        return _clash(Presentation.at(meeting, owner_id), form)
    db.session.commit()
    flash(gettext("Your draft is saved. Your organisation sees it; publish it when it is ready."), "done")
    return back_to(draft)


@bp.route("/presentations/<id:id>/edit", methods=["GET", "POST"])
@requires("presentations.write", Presentation)
@once
def edit(presentation: Presentation) -> Any:
    form = TextForm(obj=presentation)
    if not form.validate_on_submit():
        return _edit_page(presentation, form), 422 if form.is_submitted() else 200
    if not presentation.edit(form.version.data):
        return _clash(presentation, form)
    presentation.write(form.title.data, form.summary.data)
    db.session.commit()
    flash(gettext("The text is saved."), "done")
    return back_to(presentation)


def show(presentation: Presentation, **forms: Any) -> str:
    """The presentation's page; a form that was refused is shown again with what was written in it."""
    pages.about(presentation.cluster)
    is_own = presentation.owner_id in spoken_for(current_user, presentation.cluster_id)
    given = {
        "version_form": VersionForm(),
        "withdrawal_form": WithdrawalForm(),
        "question_form": QuestionForm(),
    } | forms
    read, readers = readings.told(presentation, current_user)
    shown = Shown(presentation, presentation.latest, read)
    card = Card(presentation.cluster, presentation.meeting, presentation.owner, shown, is_own)
    asked = questions.asked_about(presentation) if presentation.is_published else None
    return render_template(
        "presentations/presentation_page.html",
        presentation=presentation,
        card=card,
        asked=asked,
        readers=readers,
        file_help=file_help(),
        how_early=how_early,
        **given,
    )


def back_to(presentation: Presentation) -> Any:
    return redirect(url_for("presentations.presentation_page", id=presentation.id))


def _owner_id(meeting: Meeting) -> int:
    """The person's organisation; for one who speaks for several, the one that the address names."""
    own, asked = spoken_for(current_user, meeting.seen_from.id), request.args.get("organisation", type=int)
    return asked if asked in own else own[0]


def _written(draft: Presentation, form: NewForm) -> bool:
    """Text and file of a form that is in order, put into the draft; False when the file is not taken."""
    draft.write(form.title.data, form.summary.data)
    if not form.file.data:
        return True
    try:
        draft.add_version(keep(form.file.data, current_user, draft), current_user)
    except Refused as refusal:
        form.file.errors = [str(refusal)]
        return False
    return True


def _new_page(meeting: Meeting, form: NewForm) -> str:
    pages.about(meeting.seen_from)
    return render_template("presentations/new.html", meeting=meeting, form=form, file_help=file_help())


def _edit_page(presentation: Presentation, form: TextForm, is_clash: bool = False) -> str:
    pages.about(presentation.cluster)
    return render_template("presentations/edit.html", presentation=presentation, form=form, is_clash=is_clash)


def _clash(presentation: Presentation | None, form: TextForm) -> Any:
    """Somebody saved another text meanwhile: both are shown, and saving again is a decision."""
    assert presentation is not None
    form.version.start_from(presentation.version)
    return _edit_page(presentation, form, is_clash=True), 409
