"""What is asked of organisations at home: steps on the first page, and preparations that tick themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext, ngettext

from .. import dates
from ..audience import Role, spoken_for
from ..database import db
from ..meetings.journey import in_a_sentence
from ..meetings.models import Meeting, MeetingKind
from ..plugin import Step, Tick, Ticks
from ..programmes.models import Cluster
from .models import STARTING_POINT_DAYS_BEFORE, Occasion, StartingPoint

TELLING_DAYS = 21
"""For so long after a meeting people are asked to tell of it at home."""


def steps(person: Any, cluster: Cluster) -> Iterator[Step]:
    """To tell at home of the last meeting, and before the start-up to say where one stands; one query for both."""
    own = spoken_for(person, cluster.id)
    for meeting, told, published in _around(person, cluster, own) if own else ():
        if meeting.day < dates.today() and told < len(own):
            title = gettext("Tell at home what you learnt at %(meeting)s", meeting=in_a_sentence(meeting))
            due = meeting.day + dt.timedelta(TELLING_DAYS)
            yield Step(title, anchoring_url(cluster), dates.end_of_day(due, cluster.time_zone))
        if meeting.day >= dates.today() and published < len(own) and _is_key_person(person, cluster):
            title = gettext("Describe your starting point for the others")
            due = meeting.day - dt.timedelta(STARTING_POINT_DAYS_BEFORE)
            yield Step(title, describe_url(cluster), dates.end_of_day(due, cluster.time_zone))


def told_after(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """Who has told somebody at home from each meeting's day until the next one, and when first."""
    held = [meeting for meeting in meetings if meeting.day <= dates.today()]
    first = _first_told(cluster, held) if held else {}
    return {
        (meeting.id, organisation.id): Tick(
            _at_noon(first.get((meeting.id, organisation.id)), cluster.time_zone), anchoring_url(cluster)
        )
        for meeting in held
        for organisation in cluster.organisations
    }


def described_for(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """Who has published their starting point, and how early before the meeting."""
    here = StartingPoint.cluster_id == cluster.id, StartingPoint.published_at.is_not(None)
    published = {one.owner_id: one for one in db.session.scalars(sa.select(StartingPoint).where(*here))}
    return {
        (meeting.id, organisation.id): _tick(cluster, meeting, organisation.id, published.get(organisation.id))
        for meeting in meetings
        for organisation in cluster.organisations
    }


def anchoring_url(cluster: Cluster) -> str:
    return url_for("athome.anchoring", slug=cluster.slug)


def describe_url(cluster: Cluster, organisation_id: int | None = None) -> str:
    return url_for("athome.describe", slug=cluster.slug, organisation=organisation_id)


def how_early(days_late: int) -> str:
    """ "published 3 days early", "published on the last day", "published 2 days late" """
    if days_late < 0:
        return ngettext("published %(num)d day early", "published %(num)d days early", -days_late)
    if days_late == 0:
        return gettext("published on the last day")
    return ngettext("published %(num)d day late", "published %(num)d days late", days_late)


def _tick(cluster: Cluster, meeting: Meeting, organisation_id: int, found: StartingPoint | None) -> Tick:
    if found is None or found.published_at is None:
        return Tick(url=describe_url(cluster, organisation_id))
    due = meeting.day - dt.timedelta(STARTING_POINT_DAYS_BEFORE)
    url = url_for("athome.starting_points", slug=cluster.slug)
    return Tick(found.published_at, url, how_early((dates.local_day(found.published_at) - due).days))


def _around(person: Any, cluster: Cluster, own: Sequence[int]) -> list[Any]:
    """The last meeting, within three weeks, and a start-up to come; with how many of one's organisations have told of
    each since, and how many have published their starting point.
    """
    today = dates.today()
    told = sa.select(sa.func.count(Occasion.owner_id.distinct())).where(
        Occasion.cluster_id == cluster.id, Occasion.owner_id.in_(own), Occasion.day >= Meeting.day
    )
    published = sa.select(sa.func.count(StartingPoint.id)).where(
        StartingPoint.cluster_id == cluster.id, StartingPoint.owner_id.in_(own), StartingPoint.published_at.is_not(None)
    )
    columns = told.correlate(Meeting).scalar_subquery(), published.scalar_subquery()
    recent = sa.and_(Meeting.day >= today - dt.timedelta(TELLING_DAYS), Meeting.day < today)
    coming = sa.and_(Meeting.day >= today, Meeting.kind == MeetingKind.STARTUP)
    found = sa.select(Meeting, *columns).where(Meeting.of(cluster), Meeting.visible_to(person))
    rows = db.session.execute(found.where(sa.or_(recent, coming)).order_by(Meeting.day, Meeting.number)).all()
    past = [row for row in rows if row[0].day < today]
    return [*past[-1:], *rows[len(past) :]]


def _first_told(cluster: Cluster, meetings: Sequence[Meeting]) -> dict[tuple[int, int], dt.date]:
    """(meeting id, organisation id) -> the first day on which it told somebody between that meeting and the next."""
    after = sa.orm.aliased(Meeting)
    here = sa.or_(after.cluster_id == cluster.id, after.cluster_id.is_(None))
    between = after.programme_id == cluster.programme_id, here, after.day > Meeting.day, after.day <= Occasion.day
    first = (
        sa.select(Meeting.id, Occasion.owner_id, sa.func.min(Occasion.day))
        .join(Occasion, sa.and_(Occasion.cluster_id == cluster.id, Occasion.day >= Meeting.day))
        .where(Meeting.id.in_([meeting.id for meeting in meetings]), ~sa.exists().where(*between))
        .group_by(Meeting.id, Occasion.owner_id)
    )
    return {(meeting_id, owner_id): day for meeting_id, owner_id, day in db.session.execute(first)}


def _at_noon(day: dt.date | None, time_zone: str) -> dt.datetime | None:
    """A day is all that a line of the log says."""
    if day is None:
        return None
    return dt.datetime.combine(day, dt.time(12), ZoneInfo(time_zone)).astimezone(dt.UTC)


def _is_key_person(person: Any, cluster: Cluster) -> bool:
    return any(grant.cluster_id == cluster.id and grant.role is Role.KEY_PERSON for grant in person.grants)
