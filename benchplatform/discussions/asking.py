"""Questions to the mentor: who may ask whom, who may answer, and what a thread that asks says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext

from .. import dates
from ..audience import Role
from ..database import db
from ..organisations.models import Organisation
from ..programmes.models import Cluster, Membership, Part
from .audiences import Choice, grants_opening
from .models import Question

if TYPE_CHECKING:
    from .spaces import Space


@dataclass(frozen=True)
class Mentor:
    """The organisation that can be asked in a cluster."""

    organisation: Organisation
    cluster: Cluster

    def sees(self, choice: Choice) -> bool:
        """Is somebody of it among the audience?"""
        if choice.organisation_id not in (None, self.organisation.id):
            return False
        there = Membership.in_cluster(self.cluster), Membership.organisation_id == self.organisation.id
        role = Membership.role == choice.role if choice.role else Membership.role != Role.PROGRAMME_LEAD
        return bool(db.session.scalar(sa.select(sa.exists().where(*there, role))))


def mentor_to_ask(person: Any, space: Space) -> Mentor | None:
    """Whom the person can ask in a new thread on the thing; nobody for the mentor's own people and for leads."""
    grants = grants_opening(person, space.thing)
    if not grants or not grants[0].role.speaks_for_organisation:
        return None
    found = next((one.organisation for one in space.cluster.participations if one.part is Part.MENTOR), None)
    is_open = found is not None and space.thing.organisation_id in (None, found.id)
    return Mentor(found, space.cluster) if found and is_open and found.id != grants[0].organisation_id else None


class Line(NamedTuple):
    """The state of a question in the words of the day, and the number of the post that answers it."""

    state: str
    words: str
    number: int | None = None


def line_of(question: Question | None) -> Line | None:
    """What stands on top of a thread; nothing on one that does not ask."""
    if question is None:
        return None
    if question.answered_at is None:
        return Line("due", waiting(question.organisation_name, question.asked_at))
    number, author = question.answer_number, question.answer_author
    if author is None:
        return Line("done", gettext("Answered in post %(number)s", number=number), number)
    return Line("done", gettext("Answered by %(author)s in post %(number)s", author=author, number=number), number)


def waiting(organisation: str, asked_at: Any) -> str:
    """ "Awaiting answer from Björkinge kommun since Monday" """
    day = dates.since(asked_at)
    return gettext("Awaiting answer from %(organisation)s since %(day)s", organisation=organisation, day=day)
