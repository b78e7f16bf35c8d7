"""The starting points of a cluster side by side: each organisation's answers to the same questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from .. import dates
from ..audience import spoken_for
from ..database import db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .models import StartingPoint


@dataclass(frozen=True)
class Column:
    """One organisation, as the person sees it who looks: a draft of others is as if it did not exist."""

    organisation: Organisation
    starting_point: StartingPoint | None
    is_own: bool

    @property
    def state(self) -> tuple[str, str]:
        """A word of the states component, and the words beside its icon."""
        if self.starting_point is None:
            return "open", gettext("not published yet")
        if self.starting_point.published_at is None:
            return "draft", gettext("draft, seen by your organisation alone")
        return "done", gettext("published %(day)s", day=dates.lately(self.starting_point.published_at))


def columns(cluster: Cluster, person: Any) -> list[Column]:
    """Each organisation of the cluster, the mentor first; two queries."""
    here = StartingPoint.cluster_id == cluster.id, StartingPoint.visible_to(person)
    found = {one.owner_id: one for one in db.session.scalars(sa.select(StartingPoint).where(*here))}
    own = spoken_for(person, cluster.id)
    return [Column(one, found.get(one.id), one.id in own) for one in cluster.organisations]
