"""Planning and moving meetings, for the programme's lead."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import db
from ...permissions import requires
from ...programmes.models import Cluster, Membership
from ...submissions import once
from .. import actions, moving
from ..blueprint import bp
from ..forms import EditForm, PlaceForm, PlanForm
from ..hooks import address
from ..models import Meeting
from ..templating.oddities import CannotPlan
from ..templating.offering import offers
from ..templating.planning import Occasion, draft, save


@bp.route("/clusters/<slug>/meetings/new", methods=["GET", "POST"])
@requires("programmes.administer", Cluster)
@once
def plan(cluster: Cluster) -> Any:
    pages.about(cluster)
    form = PlanForm()
    _offer_places(form, cluster)
    form.offer_templates(offers(cluster, Meeting.visible_in(cluster, current_user)))
    if form.validate_on_submit():
        meeting = _planned(cluster, form)
        if meeting is not None:
            audit.record("meetings.plan", meeting)
            db.session.commit()
            flash(gettext("The meeting is planned, with its preparations and agenda."), "done")
            return redirect(address(meeting))
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
            flash(_what_happens(meeting), "done")
            return redirect(address(meeting))
        form.version.start_from(meeting.version)
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("meetings/edit.html", form=form, meeting=meeting, is_clash=status == 409), status


def _what_happens(meeting: Meeting) -> str:
    done = gettext("The meeting is changed. What is due before it has moved along.")
    if not moving.will_tell(meeting):
        return done
    told = gettext("Everybody is told by mail in ten minutes; what you correct until then is told as one change.")
    return f"{done} {told}"


def _planned(cluster: Cluster, form: PlanForm) -> Meeting | None:
    """The new meeting; None, and why is said, when somebody else was faster or its template cannot be used."""
    at = Occasion(form.day.data, form.starts.data, form.place.data or "", form.host.data, form.contact.data)
    try:
        meeting = draft(cluster, form.chosen.version, form.chosen.meeting, at)
        with db.session.begin_nested():
            save([meeting])
    except CannotPlan as refused:
        form.template.errors = refused.sentences
    except sa.exc.IntegrityError:
        form.template.errors = [gettext("Somebody else has planned this meeting in the same moment.")]
    else:
        return meeting
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
