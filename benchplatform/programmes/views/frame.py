"""What the pages of the administration share."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext

from ... import pages
from ...permissions import can
from ..models import Cluster, Participation


def show_menu_to_members(cluster: Cluster) -> None:
    """A site administrator who is no member gets the administration without the cluster's menu."""
    if can("clusters.read", cluster):
        pages.about(cluster)


def administration_of(cluster: Cluster) -> str:
    return url_for("programmes.cluster_administration", slug=cluster.slug)


def still_takes_part(cluster: Cluster, form: Any) -> bool:
    """Keep the organisation chosen in the cluster until the commit; False, and said, when it has just left."""
    if Participation.hold(cluster.id, form.chosen.id) is not None:
        return True
    form.organisation.errors = [gettext("%(organisation)s no longer takes part.", organisation=form.chosen.name)]
    return False
