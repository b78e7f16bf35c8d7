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


def next_meeting(cluster: Cluster, person: Any) -> NextMeeting | None:
    """One query."""
    mine = HostingItem.meeting_id == Meeting.id, HostingItem.owner_id == person.id, HostingItem.done_at.is_(None)
    rows = db.session.execute(
        sa.select(Meeting, own_answer(person), HostingItem)
        .outerjoin(HostingItem, sa.and_(*mine))
        .where(Meeting.is_next_in(cluster, person))
    ).all()
    if not rows:
        return None
    meeting, own, _ = rows[0]
    meeting.look_from(cluster)
    return NextMeeting(meeting, own, [item for _, _, item in rows if item])


def steps(found: NextMeeting, person: Any, cluster: Cluster) -> Iterator[Step]:
    """From three weeks before, to answer within two; and each thing on the host's list that is the person's to tick."""
    meeting = found.meeting
    place: dict[str, Any] = {"slug": cluster.slug, "number": meeting.number}
    if found.own is None and dates.today() >= meeting.day - ASKED:
        title = gettext("Say whether you are coming to %(meeting)s", meeting=in_a_sentence(meeting))
        due = dates.end_of_day(meeting.day - ANSWERED, cluster.time_zone)
        yield Step(title, url_for("meetings.coming", **place), due)
    for item in found.items:
        if can("meetings.settle", item, person):
            title = gettext("See to it as host: %(thing)s", thing=item.title)
            due = dates.end_of_day(item.due_on, cluster.time_zone)
            yield Step(title, url_for("meetings.hosting_list", **place, _anchor=f"item-{item.id}"), due)
