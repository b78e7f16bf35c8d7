"""The log of each organisation in a cluster, as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import joinedload

from ..audience import spoken_for
from ..database import Loadable, db
from ..meetings.journey import Journey, in_a_sentence
from ..meetings.models import Meeting, MeetingKind
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Participation
from .models import Occasion
from .names import GROUPS
from .sums import Line, Told, since

NEWEST = 5
"""Lines of each organisation on the page of them all."""
ROWS = 30
"""Lines on a page of one organisation's log."""
_NEWEST_FIRST = Occasion.day.desc(), Occasion.id.desc()


@dataclass(frozen=True)
class Log:
    """One organisation's log: its newest lines, and what all of them come to."""

    organisation: Organisation
    is_own: bool
    occasions: Sequence[Occasion]
    lines: Sequence[Line]
    startup: Meeting | None

    @property
    def sums(self) -> str:
        """In words; empty while nothing is written since the start-up."""
        told = Told.by(since(self.lines, self.startup))
        return told.in_words(self.startup is not None) if told.occasions else ""

    @property
    def groups(self) -> list[str]:
        """Whom the organisation has told, for those who write the next line: the latest first."""
        told = Told.by(reversed(self.lines))
        return [name for name, _ in told.groups.values()]


class TakesPart(Loadable):
    """An organisation in a cluster, as it stands in an address below the cluster's."""

    @classmethod
    def load(cls, person: Any, slug: str, organisation: str) -> Participation | None:  # type: ignore[override]
        here = Cluster.slug == slug, Organisation.slug == organisation, Cluster.visible_to(person)
        joined = sa.select(Participation).join(Participation.cluster).join(Participation.organisation)
        return db.session.scalar(joined.where(*here).options(sa.orm.contains_eager(Participation.cluster)))


def own_organisations(cluster: Cluster, person: Any) -> list[Organisation]:
    """Those in the cluster that the person speaks for."""
    own = spoken_for(person, cluster.id)
    return [organisation for organisation in cluster.organisations if organisation.id in own]


def logs(cluster: Cluster, person: Any, journey: Journey) -> list[Log]:
    """Of each organisation in the cluster, one's own first and then the mentor's; three queries."""
    own, newest, lines = spoken_for(person, cluster.id), _newest(cluster, person), _lines(cluster, person)
    found = [
        Log(one, one.id in own, newest.get(one.id, []), lines.get(one.id, []), startup_of(journey))
        for one in cluster.organisations
    ]
    return sorted(found, key=lambda log: not log.is_own)


def suggested(own: Sequence[Log]) -> list[str]:
    """Whom to have told, for the next line: the organisation's own groups, the latest first, then what is usual."""
    found: dict[str, str] = {}
    for group in (*chain.from_iterable(log.groups for log in own), *map(str, GROUPS)):
        found.setdefault(group.casefold(), group)
    return list(found.values())


def page_of(participation: Participation, person: Any, before: Occasion | None) -> Sequence[Occasion]:
    """The lines of one organisation that come after `before`, and one more than a page holds when there are more."""
    found = _seen_in(participation.cluster, person).where(Occasion.owner_id == participation.organisation_id)
    if before is not None:
        same_day = sa.and_(Occasion.day == before.day, Occasion.id < before.id)
        found = found.where(sa.or_(Occasion.day < before.day, same_day))
    found = found.order_by(*_NEWEST_FIRST).options(joinedload(Occasion.written_by))
    return db.session.scalars(found.limit(ROWS + 1)).all()


def startup_of(journey: Journey) -> Meeting | None:
    """The start-up, once it has been."""
    return next((meeting for meeting in journey.past if meeting.kind is MeetingKind.STARTUP), None)


def sentences(log: Log, journey: Journey) -> list[tuple[str, str]]:
    """What to copy, each with its label: since the last meeting for the presentation, and all of it for the report."""
    spans: dict[Meeting, str] = {}
    for meeting in journey.past[-1:]:
        spans[meeting] = gettext("For your presentation: since %(meeting)s", meeting=in_a_sentence(meeting))
    if log.startup is not None:
        spans.setdefault(log.startup, gettext("For the final report: since the start-up"))
    told = [(label, meeting, Told.by(since(log.lines, meeting))) for meeting, label in spans.items()]
    return [(label, found.in_a_sentence(meeting)) for label, meeting, found in told if found.occasions]


def _seen_in(cluster: Cluster, person: Any) -> sa.Select[Any]:
    return sa.select(Occasion).where(Occasion.cluster_id == cluster.id, Occasion.visible_to(person))


def _newest(cluster: Cluster, person: Any) -> dict[int, list[Occasion]]:
    """Organisation id -> its few newest lines."""
    number = sa.func.row_number().over(partition_by=Occasion.owner_id, order_by=_NEWEST_FIRST).label("number")
    numbered = _seen_in(cluster, person).with_only_columns(Occasion.id, number).subquery()
    newest = sa.select(Occasion).join(numbered, numbered.c.id == Occasion.id).where(numbered.c.number <= NEWEST)
    newest = newest.order_by(Occasion.owner_id, *_NEWEST_FIRST).options(joinedload(Occasion.written_by))
    by_owner = groupby(db.session.scalars(newest), key=lambda occasion: occasion.owner_id)
    return {owner_id: list(occasions) for owner_id, occasions in by_owner}


def _lines(cluster: Cluster, person: Any) -> dict[int, list[Line]]:
    """Organisation id -> all its lines in the order of their days, without their words."""
    columns = Occasion.owner_id, Occasion.day, Occasion.group_told, Occasion.people
    rows = db.session.execute(
        _seen_in(cluster, person).with_only_columns(*columns).order_by(Occasion.owner_id, Occasion.day, Occasion.id)
    )
    lines = (Line(*row) for row in rows)
    return {owner_id: list(found) for owner_id, found in groupby(lines, key=lambda line: line.owner_id)}
