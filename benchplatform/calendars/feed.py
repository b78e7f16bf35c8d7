"""What a person's calendar holds: the meetings they see, and what is asked of them around each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from icalendar import Calendar, Event
from sqlalchemy.orm import joinedload

from .. import pages
from ..database import db
from ..meetings import preparing
from ..meetings.models import Meeting
from ..programmes.models import Cluster
from .entries import calendar_with, meeting_entry, preparation_entry


def calendar_of(person: Any) -> Calendar:
    """All clusters of the person in one calendar; as many queries with three meetings as with thirty."""
    return calendar_with(_entries(person), f"calendar-{person.id}")


def _entries(person: Any) -> Iterator[Event]:
    for cluster, meetings in _meetings_by_cluster(person).items():
        pages.about(cluster)
        yield from map(meeting_entry, meetings)
        yield from _preparations(person, cluster, meetings)


def _meetings_by_cluster(person: Any) -> dict[Cluster, list[Meeting]]:
    """In the order in which they happen; a joint one is of the first of the person's clusters in its programme."""
    own = sa.select(Cluster).where(Cluster.visible_to(person)).order_by(Cluster.id)
    clusters = db.session.scalars(own.options(joinedload(Cluster.programme))).all()
    seen = sa.select(Meeting).where(Meeting.visible_to(person)).order_by(Meeting.day, Meeting.number, Meeting.id)
    found: dict[Cluster, list[Meeting]] = {cluster: [] for cluster in clusters}
    for meeting in db.session.scalars(seen.options(*Meeting.with_host_and_contact())):
        cluster = next((cluster for cluster in clusters if _shows(cluster, meeting)), None)
        if cluster is not None:  # a joint meeting of a programme that has no cluster yet has no page either
            meeting.look_from(cluster)
            found[cluster].append(meeting)
    return found


def _shows(cluster: Cluster, meeting: Meeting) -> bool:
    return meeting.programme_id == cluster.programme_id and meeting.cluster_id in (None, cluster.id)


def _preparations(person: Any, cluster: Cluster, meetings: list[Meeting]) -> Iterator[Event]:
    """What is asked of the person's roles, done or not by the organisation that they speak for at the meeting."""
    own = {meeting.id: preparing.own_organisation(person, meeting) for meeting in meetings}
    organisations = [id for id in dict.fromkeys(own.values()) if id is not None]
    if not organisations:
        return
    found = preparing.ticked_by_features(preparing.tasks_of(meetings, cluster, organisations), cluster)
    for id in organisations:
        for task in found[id]:
            meeting = task.preparation.meeting
            if own[meeting.id] == id and any(task.is_for(role) for role in preparing.own_roles(person, meeting)):
                yield preparation_entry(task, id)
