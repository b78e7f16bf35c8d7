"""The overview of a cluster, for its members."""

from __future__ import annotations

from flask import render_template

from ... import pages
from ...permissions import requires
from ..blueprint import bp
from ..models import Cluster, Membership


@bp.get("/clusters/<slug>/")
@requires("clusters.read", Cluster)
def cluster_page(cluster: Cluster) -> str:
    pages.about(cluster)
    return render_template("programmes/cluster.html", people=Membership.people_by_organisation(cluster))
