"""What the work at home brings to other pages: whom organisations have told, and where they stood at the start."""

from __future__ import annotations

import sqlalchemy as sa
from flask import g, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..audience import spoken_for
from ..database import db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .models import Occasion, StartingPoint
from .questions import questions

LISTED = 3


def anchoring_on_cluster(cluster: Cluster) -> str:
    """Panel on a cluster's page: the newest lines of all its organisations, and how many there are; one query."""
    seen = sa.select(Occasion, sa.func.count().over()).where(
        Occasion.cluster_id == cluster.id, Occasion.visible_to(current_user)
    )
    newest = seen.order_by(Occasion.day.desc(), Occasion.id.desc()).options(joinedload(Occasion.owner))
    rows = db.session.execute(newest.limit(LISTED)).all()
    count = rows[0][1] if rows else 0
    return render_template("athome/_anchoring_panel.html", occasions=[row[0] for row in rows], count=count)


def anchoring_link(cluster: Cluster) -> str:
    """A link among a cluster's meetings."""
    return render_template("athome/_link.html", url=url_for("athome.anchoring", slug=cluster.slug))


def anchoring_in_journey(cluster: Cluster | None) -> str:
    """A link at the step of the journey between two meetings."""
    return render_template("athome/_in_journey.html", slug=cluster.slug) if cluster else ""


def starting_points_on_cluster(cluster: Cluster) -> str:
    """Panel on a cluster's page: who has published where they stand, and the way to read it; one query."""
    published = StartingPoint.published_at.is_not(None)
    here = StartingPoint.cluster_id == cluster.id, StartingPoint.visible_to(current_user), published
    owners = set(db.session.scalars(sa.select(StartingPoint.owner_id).where(*here)))
    organisations = cluster.organisations
    missing = [organisation.name for organisation in organisations if organisation.id not in owners]
    given = {"published": len(organisations) - len(missing), "missing": missing}
    return render_template("athome/_starting_points_panel.html", count=len(organisations), **given)


def on_organisation(organisation: Organisation) -> str:
    """Panel on an organisation's page: where it stands, in the cluster that the page is about."""
    cluster = g.get("cluster")
    if cluster is None:
        return ""
    here = StartingPoint.cluster_id == cluster.id, StartingPoint.owner_id == organisation.id
    found = db.session.scalar(sa.select(StartingPoint).where(*here, StartingPoint.visible_to(current_user)))
    is_own = organisation.id in spoken_for(current_user, cluster.id)
    if found is None and not is_own:
        return ""
    given = {"starting_point": found, "is_own": is_own, "questions": questions()}
    return render_template("athome/_organisation.html", organisation=organisation, **given)
