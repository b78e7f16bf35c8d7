"""Whether a cluster remembers who has read a presentation: its lead decides, in the administration."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform import audit
from benchplatform.database import db
from benchplatform.permissions import requires
from benchplatform.programmes.models import AdministeredCluster, Cluster
from benchplatform.submissions import once

from .models import ReadingsOff
from .readings import is_off
from .views import bp


def on_administration(cluster: Cluster) -> str:
    """Card in a cluster's administration."""
    return render_template("presentations/_remembered.html", cluster=cluster, is_off=is_off(cluster.id))


@bp.post("/clusters/<slug>/administration/presentation-readings")
@requires("programmes.administer", AdministeredCluster)
@once
def remember_readings(cluster: Cluster) -> Any:
    """Turn it off, with all that was remembered, or on again."""
    if request.form.get("remember") == "yes":
        if ReadingsOff.turn_on(cluster.id):
            audit.record("presentations.remember_readings", cluster)
        flash(gettext("From now on it is remembered who has read a presentation."), "done")
    else:
        if ReadingsOff.turn_off(cluster.id, current_user):
            audit.record("presentations.forget_readings", cluster)
        flash(
            gettext("It is no longer remembered who has read a presentation. What was remembered is deleted."), "done"
        )
    db.session.commit()
    return redirect(url_for("programmes.cluster_administration", slug=cluster.slug, _anchor="readings"))
