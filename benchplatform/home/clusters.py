"""Which cluster the first page is about, for those who are in several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import request, session

from ..database import db
from ..programmes.models import Cluster

_REMEMBERED = "cluster"


def own_clusters(person: Any) -> list[Cluster]:
    """The person's clusters, the newest first; one query."""
    return list(db.session.scalars(sa.select(Cluster).where(Cluster.visible_to(person)).order_by(Cluster.id.desc())))


def chosen_cluster(clusters: Sequence[Cluster]) -> Cluster | None:
    """The one that the address asks for, else the one looked at last, else the newest; None of none."""
    by_slug = {cluster.slug: cluster for cluster in clusters}
    asked_for = by_slug.get(request.args.get("cluster", ""))
    if asked_for is not None and len(clusters) > 1:
        session[_REMEMBERED] = asked_for.slug
    return asked_for or by_slug.get(session.get(_REMEMBERED, "")) or next(iter(clusters), None)
