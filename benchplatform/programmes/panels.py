"""What programmes show on other features' pages."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..database import db
from ..organisations.models import Organisation
from .models import Membership, Participation


def organisation_panel(organisation: Organisation) -> str:
    """On an organisation's page: its part in each cluster that the viewer knows, and its people there."""
    seen = Participation.organisation_id == organisation.id, Participation.visible_to(current_user)
    parts = sa.select(Participation).where(*seen).options(joinedload(Participation.cluster)).order_by(Participation.id)
    met = Membership.organisation_id == organisation.id, Membership.reachable(), Membership.shared_with(current_user)
    people = sa.select(Membership).where(*met).options(joinedload(Membership.cluster), joinedload(Membership.programme))
    memberships = sorted(db.session.scalars(people), key=lambda membership: membership.person.name.casefold())
    return render_template(
        "programmes/_organisation_panel.html",
        participations=db.session.scalars(parts).all(),
        memberships=memberships,
    )
