"""A meeting that moves: everybody who sees it is told, once, when the lead has had time to correct it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from .. import dates, jobs, mail, pages
from ..accounts.models import Person
from ..database import db, utc_now
from ..programmes.models import Cluster, Membership
from .models import Meeting, MeetingChange

WAIT = dt.timedelta(minutes=10)
"""From the first change until people are told: what is corrected meanwhile is told as one change."""


def remember(meeting: Meeting) -> None:
    """Before a change of time or place: what people believe. They are told when `WAIT` is over.

    The caller holds the meeting (`Meeting.edit`), so that of two changes at once one is the first.
    """
    if _untold(meeting) is None:
        change = MeetingChange(meeting=meeting, day=meeting.day, starts=meeting.starts, ends=meeting.ends)
        change.place = meeting.place
        db.session.add(change)
        db.session.flush()
        jobs.enqueue("meetings.tell_of_change", run_at=utc_now() + WAIT, change_id=change.id)


def will_tell(meeting: Meeting) -> bool:
    """Are people about to be told of where the meeting is now?"""
    change = _untold(meeting)
    return change is not None and _matters(change)


def tell(change_id: int) -> None:
    """Job: one mail to each person who sees the meeting, with its page in a cluster of theirs."""
    change = db.session.get(MeetingChange, change_id)
    if change is None or change.told_at is not None:
        return
    change.told_at, meeting = utc_now(), change.meeting
    with pages.as_on_page_about(meeting.seen_from):
        for person, cluster in people_of(meeting).items() if _matters(change) else ():
            url = pages.site_url("meetings.meeting_page", slug=cluster.slug, number=meeting.number)
            given = {"name": person.name, "change": change, "meeting": meeting, "url": url}
            mail.post("meeting_moved", person.email, person.locale, **given)


def _untold(meeting: Meeting) -> MeetingChange | None:
    untold = MeetingChange.meeting_id == meeting.id, MeetingChange.told_at.is_(None)
    return db.session.scalar(sa.select(MeetingChange).where(*untold))


def _matters(change: MeetingChange) -> bool:
    """Not a mistake put right, nor the day of a meeting that has been."""
    return not change.is_undone and max(change.day, change.meeting.day) >= dates.today()


def people_of(meeting: Meeting, *which: sa.ColumnElement[bool]) -> dict[Person, Cluster]:
    """Members and leads of the meeting's cluster, or of the whole programme when it is joint; by name.

    Each with the cluster in which they see it: their own, or for a lead the first.
    """
    here = [Membership.programme_id == meeting.programme_id, Membership.reachable(), *which]
    if meeting.cluster_id is not None:
        here.append(sa.or_(Membership.cluster_id == meeting.cluster_id, Membership.cluster_id.is_(None)))
    memberships = sa.select(Membership).join(Membership.person).where(*here).order_by(Person.name, Person.id)
    found: dict[Person, Cluster] = {}
    along = contains_eager(Membership.person), joinedload(Membership.cluster)
    for one in db.session.scalars(memberships.options(*along)):
        found.setdefault(one.person, one.cluster or meeting.seen_from)
    return found
