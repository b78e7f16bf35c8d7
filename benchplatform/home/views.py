"""The first page, and whether the site is well."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, render_template
from flask_login import current_user

from .. import pages
from ..database import db
from ..discussions.thread_rows import with_news
from ..meetings.journey import journey
from ..permissions import public
from .clusters import chosen_cluster, own_clusters
from .next_steps import next_steps

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def first_page() -> Any:
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    clusters = own_clusters(current_user)
    cluster = chosen_cluster(clusters)
    if cluster is None:
        return render_template("home/no_cluster.html")
    pages.about(cluster)
    return render_template(
        "home/first_page.html",
        clusters=clusters,
        journey=journey(cluster, current_user),
        steps=next_steps(current_user, cluster),
        news=with_news(cluster, current_user),
    )


@bp.get("/healthz")
@public
def health() -> Any:
    """For a load balancer or a monitor: the site answers, and so does its database."""
    try:
        db.session.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return {"status": "no database"}, 503
    return {"status": "ok"}
