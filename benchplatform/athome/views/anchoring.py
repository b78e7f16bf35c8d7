"""The log of anchoring at home: of a whole cluster, of one organisation, and writing and removing a line."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_decimal, gettext, ngettext
from flask_login import current_user

from ... import audit, pages
from ...database import LARGEST_ID, db
from ...meetings.journey import journey
from ...permissions import requires
from ...programmes.models import Cluster, Participation
from ...submissions import once
from .. import log
from ..blueprint import bp
from ..forms import EditForm, NewForm, RemovalForm
from ..models import Occasion


@bp.get("/clusters/<slug>/anchoring/")
@requires("clusters.read", Cluster)
def anchoring(cluster: Cluster) -> Any:
    return _page(cluster)


@bp.post("/clusters/<slug>/anchoring/")
@requires("anchoring.write", Cluster)
@once
def write(cluster: Cluster) -> Any:
    pages.about(cluster)
    form = NewForm.to_write_for(log.own_organisations(cluster, current_user))
    if not form.validate():
        return _page(cluster, form), 422
    occasion = Occasion(owner_id=form.owner.data, written_by_id=current_user.id, **form.words)
    occasion.programme_id, occasion.cluster_id = cluster.programme_id, cluster.id
    db.session.add(occasion)
    db.session.commit()
    number = format_decimal(occasion.people)
    words = ngettext("Written down: %(n)s person told.", "Written down: %(n)s people told.", occasion.people, n=number)
    flash(words, "done")
    return redirect(address(cluster))


@bp.get("/clusters/<slug>/anchoring/<organisation>/")
@requires("anchoring.read", log.TakesPart)
def organisation_log(participation: Participation) -> Any:
    """All lines of one organisation, the newest first."""
    pages.about(participation.cluster)
    before = request.args.get("before", 0, type=int)
    start = Occasion.by_id(current_user, before) if 0 < before <= LARGEST_ID else None
    rows = log.page_of(participation, current_user, start)
    given = {"occasions": rows[: log.ROWS], "has_more": len(rows) > log.ROWS}
    return render_template("athome/organisation_log.html", organisation=participation.organisation, **given)


@bp.route("/anchoring/<id:id>/edit", methods=["GET", "POST"])
@requires("anchoring.edit", Occasion)
@once
def edit(occasion: Occasion) -> Any:
    pages.about(occasion.cluster)
    form, status = EditForm.of(occasion), 200
    if form.validate_on_submit():
        if _edited(occasion, form, **form.words):
            db.session.commit()
            flash(gettext("Saved."), "done")
            return redirect(address(occasion.cluster))
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("athome/edit_occasion.html", form=form, occasion=occasion, is_clash=status == 409), status


@bp.route("/anchoring/<id:id>/removal", methods=["GET", "POST"])
@requires("anchoring.edit", Occasion)
@once
def remove(occasion: Occasion) -> Any:
    """A page that asks first: the line is gone for the whole cluster."""
    pages.about(occasion.cluster)
    form, status = RemovalForm(data={"version": occasion.version}), 200
    if form.validate_on_submit():
        if _edited(occasion, form):
            audit.record("anchoring.remove", occasion, day=occasion.day.isoformat(), group=occasion.group_told)
            db.session.delete(occasion)
            db.session.commit()
            flash(gettext("The line is removed."), "done")
            return redirect(address(occasion.cluster))
        status = 409
    return render_template("athome/remove_occasion.html", form=form, occasion=occasion, is_clash=status == 409), status


def address(cluster: Cluster) -> str:
    return url_for("athome.anchoring", slug=cluster.slug)


def _edited(occasion: Occasion, form: EditForm | RemovalForm, **words: Any) -> bool:
    """False when a colleague has changed the line meanwhile."""
    is_saved = occasion.edit(form.version.data, **words)
    if not is_saved:
        form.version.start_from(occasion.version)
    return is_saved


def _page(cluster: Cluster, form: NewForm | None = None) -> str:
    pages.about(cluster)
    way = journey(cluster, current_user)
    logs = log.logs(cluster, current_user, way)
    own = [one for one in logs if one.is_own]
    if form is None and own:
        form = NewForm.to_write_for([one.organisation for one in own])
    return render_template(
        "athome/anchoring.html",
        logs=logs,
        form=form,
        groups=log.suggested(own),
        sentences={one.organisation.id: log.sentences(one, way) for one in own},
        newest=log.NEWEST,
    )
