"""The people of a cluster, and the page of each."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template, request
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ... import pages
from ...accounts.models import Person
from ...database import db
from ...fields import clean_line
from ...permissions import can, requires
from ..blueprint import bp
from ..directory import directory
from ..models import Cluster, Membership

LONGEST_QUERY = 200


@bp.get("/clusters/<slug>/people/")
@requires("clusters.read", Cluster)
def people(cluster: Cluster) -> str:
    pages.about(cluster)
    query = clean_line(request.args.get("q", "")[:LONGEST_QUERY])
    sections = directory(cluster, query)
    count = len({entry.person.id for section in sections for entry in section.entries})
    return render_template("programmes/people.html", sections=sections, query=query, count=count)


@bp.get("/people/<id:id>/")
@requires("people.read", Person)
def person_page(subject: Person) -> str:
    memberships = _memberships_seen_of(subject)
    shared = (m.cluster for m in memberships if m.cluster and can("clusters.read", m.cluster))
    cluster = next(shared, None)
    if cluster is not None:
        pages.about(cluster)
    return render_template("programmes/person.html", subject=subject, memberships=memberships)


def _memberships_seen_of(subject: Person) -> list[Membership]:
    """Current ones first; what the viewer does not share is not hinted at."""
    places = joinedload(Membership.cluster), joinedload(Membership.programme)
    seen = Membership.person_id == subject.id, Membership.visible_to(current_user)
    found = db.session.scalars(sa.select(Membership).where(*seen).options(*places).order_by(Membership.id.desc()))
    return sorted(found, key=lambda membership: not membership.is_current)
