"""What the next meeting asks of one person on the first page: an answer, and what they see to for its host."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext

from .. import dates
from ..database import db
from ..permissions import can
from ..plugin import Step
from ..programmes.models import Cluster
from . import assessing
from .journey import in_a_sentence
from .models import Answer, HostingItem, Meeting, own_answer

ASKED = dt.timedelta(days=21)
ANSWERED = dt.timedelta(days=7)
"""Before the meeting."""


@dataclass(frozen=True)
class NextMeeting:
    """The meeting that the cluster prepares, what the person has answered, and what is left for them to see to."""

    meeting: Meeting
    own: Answer | None
    items: list[HostingItem]


@dataclass(frozen=True)
class Around:
    """The meetings that ask something of a person just now."""

    next: NextMeeting | None
    unassessed: list[Meeting]
    """Held in the last two weeks and still open, of whose objectives the person's organisation has not said all."""


def around(cluster: Cluster, person: Any) -> Around:
    """One query for both: the first page has none to spare."""
    mine = HostingItem.meeting_id == Meeting.id, HostingItem.owner_id == person.id, HostingItem.done_at.is_(None)
    rows = db.session.execute(
        sa.select(Meeting, own_answer(person), assessing.left_by(person, cluster), HostingItem)
        .outerjoin(HostingItem, sa.and_(*mine))
        .where(Meeting.of(cluster), Meeting.visible_to(person), Meeting.day >= assessing.since())
        .order_by(Meeting.day, Meeting.number, HostingItem.position)
    ).all()
    left = {meeting: left for meeting, _, left, _ in rows}
    for meeting in left:
        meeting.look_from(cluster)
    unassessed = [meeting for meeting, number in left.items() if number and assessing.is_asked_about(meeting)]
    first = next((meeting for meeting in left if not meeting.is_over), None)
    if first is None:
        return Around(None, unassessed)
    of_first = [(own, item) for meeting, own, _, item in rows if meeting is first]
    return Around(NextMeeting(first, of_first[0][0], [item for _, item in of_first if item]), unassessed)


def steps(found: NextMeeting, person: Any, cluster: Cluster) -> Iterator[Step]:
    """From three weeks before, to answer within two; and each thing on the host's list that is the person's to tick."""
    meeting = found.meeting
    place: dict[str, Any] = {"slug": cluster.slug, "number": meeting.number}
    if found.own is None and meeting.day - ASKED <= dates.today() < meeting.day:
        title = gettext("Say whether you are coming to %(meeting)s", meeting=in_a_sentence(meeting))
        due = dates.end_of_day(meeting.day - ANSWERED, cluster.time_zone)
        yield Step(title, url_for("meetings.coming", **place), due)
    for item in found.items:
        if can("meetings.settle", item, person):
            title = gettext("See to it as host: %(thing)s", thing=item.title)
            due = dates.end_of_day(item.due_on, cluster.time_zone)
            yield Step(title, url_for("meetings.hosting_list", **place, _anchor=f"item-{item.id}"), due)
