"""From which templates a cluster's meetings can be planned: the installation's and its programme's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy import orm
from sqlalchemy.orm.interfaces import ORMOption

from ...database import db
from ...programmes.models import Cluster
from ..models import Meeting, ProgrammeTemplate, TemplateVersion
from . import builtin
from .content import MeetingTemplate, meetings_of


@dataclass(frozen=True)
class Offer:
    """A meeting of a template that can still be planned."""

    version: TemplateVersion
    meeting: MeetingTemplate


def open_to(programme_id: int) -> sa.ColumnElement[bool]:
    """The condition for templates that a programme may use."""
    return sa.or_(ProgrammeTemplate.programme_id.is_(None), ProgrammeTemplate.programme_id == programme_id)


def newest_versions(condition: sa.ColumnElement[bool], *options: ORMOption) -> list[TemplateVersion]:
    """Of each template that meets the condition, the installation's first."""
    newer = orm.aliased(TemplateVersion)
    later = newer.template_id == TemplateVersion.template_id, newer.number > TemplateVersion.number
    statement = sa.select(TemplateVersion).join(TemplateVersion.template).where(condition, ~sa.exists().where(*later))
    in_order = ProgrammeTemplate.programme_id.is_not(None), TemplateVersion.template_id
    return list(db.session.scalars(statement.order_by(*in_order).options(*options)))


def offers(cluster: Cluster, planned: Sequence[Meeting]) -> dict[str, dict[str, Offer]]:
    """Name of a template -> value in a form -> its meeting; only numbers that the cluster has not planned.

    First the version that the cluster began with, or else the built-in one: its meetings' values are their keys.
    """
    numbers, groups = {meeting.number for meeting in planned}, dict[str, dict[str, Offer]]()
    for version in _in_order(cluster, planned):
        prefix = f"{version.id}-" if groups else ""
        left = (meeting for meeting in meetings_of(version) if meeting.number not in numbers)
        groups.setdefault(label(version), {}).update({f"{prefix}{one.key}": Offer(version, one) for one in left})
    return {name: group for name, group in groups.items() if group}


def _in_order(cluster: Cluster, planned: Sequence[Meeting]) -> list[TemplateVersion]:
    begun = max((meeting.template_version_id or 0 for meeting in planned), default=0)
    found = newest_versions(open_to(cluster.programme_id))
    if begun and begun not in [version.id for version in found]:
        found += db.session.scalars(sa.select(TemplateVersion).where(TemplateVersion.id == begun))
    return sorted(found, key=lambda one: (one.id != begun, one.template.key != builtin.KEY, one.id))


def label(version: TemplateVersion) -> str:
    """ "Our way, version 2" """
    return gettext("%(name)s, version %(number)s", name=version.template.name, number=version.number)
