"""The ideas of a cluster: their list, one idea, writing one, and deciding about it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user

from .. import audit, pages
from ..database import LARGEST_ID, db
from ..discussions.audiences import choices, who_sees
from ..discussions.spaces import cluster_of
from ..fields import refuse
from ..meetings.models import Meeting
from ..permissions import requires
from ..programmes.models import Cluster
from ..submissions import once
from .forms import DecisionForm, EditForm, NewForm
from .hooks import address
from .models import Idea, Verdict
from .names import state_of

bp = Blueprint("ideas", __name__)
bp.add_app_template_global(state_of, "state_of_idea")

ROWS = 30


@bp.get("/clusters/<slug>/ideas/")
@requires("clusters.read", Cluster)
def idea_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    before = request.args.get("before", LARGEST_ID, type=int)
    older = Idea.id < before if 0 < before <= LARGEST_ID else sa.true()
    seen = sa.select(Idea).where(Idea.of(cluster), Idea.visible_to(current_user), older)
    rows = db.session.scalars(seen.order_by(Idea.id.desc()).limit(ROWS + 1)).all()
    return render_template("ideas/idea_list.html", ideas=rows[:ROWS], has_more=len(rows) > ROWS)


@bp.route("/clusters/<slug>/ideas/new", methods=["GET", "POST"])
@requires("ideas.write", Cluster)
@once
def write(cluster: Cluster) -> Any:
    pages.about(cluster)
    form = NewForm(meeting=request.args.get("meeting", ""))
    idea = Idea(programme_id=cluster.programme_id, cluster_id=cluster.id, written_by_id=current_user.id)
    form.offer(Meeting.visible_in(cluster, current_user), choices(current_user, idea, cluster))
    if not form.validate_on_submit():
        return pages.form_page("ideas/new.html", form)
    _fill(idea, form, cluster)
    db.session.add(idea)
    db.session.commit()
    flash(gettext("The idea is written down."), "done")
    return redirect(address(idea))


@bp.get("/ideas/<id:id>/")
@requires("ideas.read", Idea)
def idea_page(idea: Idea) -> Any:
    return _page(idea, DecisionForm(formdata=None))


@bp.route("/ideas/<id:id>/edit", methods=["GET", "POST"])
@requires("ideas.edit", Idea)
@once
def edit(idea: Idea) -> Any:
    _about(idea)
    form, status = EditForm.of(idea), 200
    if form.validate_on_submit():
        if idea.edit(form.version.data, **Idea.words(form.title.data, form.text.data)):
            db.session.commit()
            flash(gettext("The idea is saved."), "done")
            return redirect(address(idea))
        form.version.start_from(idea.version)
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("ideas/edit.html", form=form, idea=idea, is_clash=status == 409), status


@bp.post("/ideas/<id:id>/decision")
@requires("ideas.edit", Idea)
@once
def decide(idea: Idea) -> Any:
    """Take the idea up, or drop it, and say why."""
    form = DecisionForm()
    if not form.validate():
        return _page(idea, form), 422
    verdict = Verdict(form.verdict.data)
    if not idea.decide(verdict, form.why.data, current_user):
        refuse(form.why, gettext("Somebody else has decided meanwhile. Open the idea again to decide otherwise."))
        return _page(idea, form), 409
    audit.record("ideas.decide", idea, verdict=verdict, why=form.why.data)
    db.session.commit()
    flash(gettext("It is decided."), "done")
    return redirect(address(idea))


@bp.post("/ideas/<id:id>/reopening")
@requires("ideas.edit", Idea)
@once
def reopen(idea: Idea) -> Any:
    """What was decided no longer holds."""
    if idea.reopen():
        audit.record("ideas.reopen", idea)
        flash(gettext("The idea is open again."), "done")
    db.session.commit()
    return redirect(address(idea))


def _fill(idea: Idea, form: NewForm, cluster: Cluster) -> None:
    """For the first of the organisations that the person speaks for in the cluster."""
    speaking = (grant for grant in current_user.grants if grant.cluster_id == cluster.id)
    idea.owner_id = next(grant.organisation_id for grant in speaking if grant.role.speaks_for_organisation)
    idea.role, idea.organisation_id = form.chosen.role, form.chosen.organisation_id
    idea.meeting_id = int(form.meeting.data) if form.meeting.data else None
    for name, value in Idea.words(form.title.data, form.text.data).items():
        setattr(idea, name, value)


def _page(idea: Idea, form: DecisionForm) -> str:
    cluster = _about(idea)
    meeting = Meeting.by_id(current_user, idea.meeting_id) if idea.meeting_id else None
    given = {"idea": idea, "form": form, "meeting": meeting}
    return render_template("ideas/idea_page.html", audience=who_sees(idea, cluster), **given)


def _about(idea: Idea) -> Cluster:
    """The cluster whose page shows it, one of the person's own when the programme shares the idea."""
    cluster = cluster_of(idea, current_user)
    if cluster is None:
        abort(404)
    pages.about(cluster)
    return cluster
