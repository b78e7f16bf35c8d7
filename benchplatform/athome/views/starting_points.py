"""Starting points: side by side for the cluster, and each organisation's own from draft to published."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...audience import spoken_for
from ...database import db
from ...languages import language
from ...permissions import requires
from ...programmes.models import Cluster
from ...submissions import once
from ..blueprint import bp
from ..comparing import columns
from ..models import StartingPoint
from ..questions import questions
from ..starting_point_form import StartingPointForm


@bp.get("/clusters/<slug>/starting-points/")
@requires("clusters.read", Cluster)
def starting_points(cluster: Cluster) -> Any:
    pages.about(cluster)
    found = columns(cluster, current_user)
    return render_template("athome/starting_points.html", columns=found, questions=questions())


@bp.route("/clusters/<slug>/starting-points/edit", methods=["GET", "POST"])
@requires("starting_points.write", Cluster)
@once
def describe(cluster: Cluster) -> Any:
    """One's own organisation's: begun with the first answer, and changed ever after."""
    pages.about(cluster)
    owner_id = _owner_id(cluster)
    found = StartingPoint.of_organisation(cluster, owner_id)
    form, status = StartingPointForm.of(found), 200
    if form.validate_on_submit():
        written = {"answers": form.answers, "locale": current_user.locale or language()}
        if found.edit(form.version.data, **written) if found else StartingPoint.begin(cluster, owner_id, **written):
            db.session.commit()
            flash(gettext("Saved."), "done")
            return _back(cluster)
        found, status = found or StartingPoint.of_organisation(cluster, owner_id), 409
        form.version.start_from(found.version if found else 0)
    elif form.is_submitted():
        status = 422
    given = {"starting_point": found, "questions": questions(), "owner_id": owner_id, "is_clash": status == 409}
    return render_template("athome/describe.html", form=form, **given), status


@bp.post("/starting-points/<id:id>/publication")
@requires("starting_points.publish", StartingPoint)
@once
def publish(starting_point: StartingPoint) -> Any:
    if starting_point.publish(current_user):
        audit.record("starting_points.publish", starting_point)
    db.session.commit()
    flash(gettext("It is published: everybody in the cluster sees it now."), "done")
    return _back(starting_point.cluster)


@bp.post("/starting-points/<id:id>/withdrawal")
@requires("starting_points.publish", StartingPoint)
@once
def withdraw(starting_point: StartingPoint) -> Any:
    if starting_point.withdraw():
        audit.record("starting_points.withdraw", starting_point)
    db.session.commit()
    flash(gettext("It is a draft again, seen by your organisation alone."), "done")
    return _back(starting_point.cluster)


def _owner_id(cluster: Cluster) -> int:
    """The person's organisation; for one who speaks for several, the one that the address names."""
    own, asked = spoken_for(current_user, cluster.id), request.args.get("organisation", type=int)
    return asked if asked in own else own[0]


def _back(cluster: Cluster) -> Any:
    return redirect(url_for("athome.starting_points", slug=cluster.slug))
