"""Reading meetings and preparing for them; planning and moving them, for the programme's lead."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user

from .. import audit, pages
from ..database import db
from ..permissions import requires
from ..programmes.models import Cluster, Membership
from ..submissions import once
from . import actions, preparing
from .forms import EditForm, PlaceForm, PlanForm
from .hooks import address
from .journey import journey
from .models import Meeting, Preparation
from .templates import plan_meeting, unplanned

bp = Blueprint("meetings", __name__)


@bp.get("/clusters/<slug>/meetings/")
@requires("clusters.read", Cluster)
def meeting_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    found = journey(cluster, current_user)
    left = unplanned({meeting.number for meeting in found.meetings})
    return render_template("meetings/meeting_list.html", journey=found, may_plan=bool(left))


@bp.get("/clusters/<slug>/meetings/<int:number>/")
@requires("meetings.read", Meeting)
def meeting_page(meeting: Meeting) -> Any:
    cluster = meeting.seen_from
    pages.about(cluster)
    organisation_id = preparing.own_organisation(current_user, meeting)
    asked = preparing.tasks(meeting, cluster, organisation_id)
    before, after = journey(cluster, current_user).around(meeting)
    return render_template(
        "meetings/meeting_page.html",
        meeting=meeting,
        tasks=preparing.done_by_features(asked, meeting, organisation_id),
        before=before,
        after=after,
    )


@bp.post("/preparations/<id:id>/completion")
@requires("meetings.complete", Preparation)
def complete(preparation: Preparation) -> Any:
    """Tick, or take the tick away again, for one's own organisation."""
    meeting = preparation.meeting
    organisation_id = preparing.own_organisation(current_user, meeting)
    assert organisation_id is not None
    if request.form.get("done") == "no":
        preparing.reopen(preparation, organisation_id)
    else:
        preparing.complete(preparation, organisation_id, current_user)
    db.session.commit()
    return redirect(address(meeting, f"preparation-{preparation.id}"))


@bp.route("/clusters/<slug>/meetings/new", methods=["GET", "POST"])
@requires("programmes.administer", Cluster)
@once
def plan(cluster: Cluster) -> Any:
    pages.about(cluster)
    form = PlanForm()
    _offer_places(form, cluster)
    form.offer_templates({meeting.number for meeting in Meeting.visible_in(cluster, current_user)})
    if form.validate_on_submit():
        meeting = _planned(cluster, form)
        if meeting is not None:
            audit.record("meetings.plan", meeting)
            db.session.commit()
            flash(gettext("The meeting is planned, with its preparations and agenda."), "done")
            return redirect(address(meeting))
        form.template.errors = [gettext("Somebody else has planned this meeting in the same moment.")]
    return pages.form_page("meetings/plan.html", form)


@bp.route("/clusters/<slug>/meetings/<int:number>/edit", methods=["GET", "POST"])
@requires("meetings.edit", Meeting)
@once
def edit(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    form, status = EditForm.of(meeting), 200
    _offer_places(form, meeting.seen_from, meeting)
    if form.validate_on_submit():
        if actions.change(meeting, form):
            db.session.commit()
            flash(gettext("The meeting is changed. What is due before it has moved along."), "done")
            return redirect(address(meeting))
        form.version.start_from(meeting.version)
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("meetings/edit.html", form=form, meeting=meeting, is_clash=status == 409), status


def _planned(cluster: Cluster, form: PlanForm) -> Meeting | None:
    """The new meeting; None when somebody else was a moment faster."""
    place = form.place.data, form.host.data, form.contact.data
    try:
        with db.session.begin_nested():
            return plan_meeting(cluster, form.template.data, form.day.data, *place, form.starts.data)
    except sa.exc.IntegrityError:
        return None


def _offer_places(form: PlaceForm, cluster: Cluster, meeting: Meeting | None = None) -> None:
    """The cluster's organisations and people, and those that the meeting has already."""
    statement = sa.select(Membership).where(Membership.in_cluster(cluster)).order_by(Membership.id)
    people = [membership.person for membership in db.session.scalars(statement)]
    organisations = cluster.organisations
    if meeting is not None:
        people += [meeting.contact] if meeting.contact else []
        organisations = organisations + ([meeting.host] if meeting.host else [])
    by_name = sorted(dict.fromkeys(people), key=lambda person: person.name)
    form.offer(dict.fromkeys(organisations), by_name)
