"""What templates bring to other pages: where one plans, where they are, what meetings came from."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user
from sqlalchemy.orm import defer

from ...database import db
from ...permissions import can
from ...programmes.models import Cluster, Programme
from ..models import Meeting, ProgrammeTemplate, TemplateVersion


def about_programme(cluster: Cluster) -> str:
    """Card in a cluster's administration while it has no meetings, for those who see the cluster."""
    is_planned = sa.select(sa.exists().where(Meeting.of(cluster)))
    if not can("clusters.read", cluster) or db.session.scalar(is_planned):
        return ""
    return render_template("templating/_about_programme.html", cluster=cluster)


def templates_of(programme: Programme) -> str:
    """Card in a programme's administration: its own templates, and where all of them are."""
    own = sa.select(ProgrammeTemplate).where(ProgrammeTemplate.programme_id == programme.id)
    templates = db.session.scalars(own.order_by(ProgrammeTemplate.id)).all()
    return render_template("templating/_templates_of.html", programme=programme, templates=templates)


def about_templates() -> str:
    """Card in the administration: the installation's templates, for those who see them."""
    seen = ProgrammeTemplate.programme_id.is_(None), ProgrammeTemplate.visible_to(current_user)
    templates = db.session.scalars(sa.select(ProgrammeTemplate).where(*seen).order_by(ProgrammeTemplate.id)).all()
    return render_template("templating/_about_templates.html", templates=templates) if templates else ""


def made_from(meetings: Sequence[Meeting]) -> Sequence[TemplateVersion]:
    """The versions that the meetings were made from, without their content; one query, or none."""
    ids = {meeting.template_version_id for meeting in meetings} - {None}
    if not ids:
        return []
    found = sa.select(TemplateVersion).where(TemplateVersion.id.in_(ids), TemplateVersion.visible_to(current_user))
    return db.session.scalars(found.order_by(TemplateVersion.id).options(defer(TemplateVersion.content))).all()
