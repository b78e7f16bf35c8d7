"""A meeting or a preparation as a calendar shows it, in the language and time zone of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext
from icalendar import Calendar, Event, enums, vDuration

from ..accounts.models import Person
from ..languages import language
from ..meetings.journey import short_title
from ..meetings.models import Meeting
from ..meetings.preparing import Task
from ..pages import site_url
from .zones import timezone

FETCHED_EVERY = dt.timedelta(hours=6)


def calendar_with(entries: Iterable[Event], key: str) -> Calendar:
    """A calendar that holds the entries and the time zones they name; `key` tells it from others of this site."""
    settings = current_app.config["BENCH"]
    calendar = Calendar.new(
        prodid=f"-//Benchplatform//Calendar//{language().upper()}",
        uid=_uid(key),
        calscale="GREGORIAN",
        name=settings["SITE_NAME"],
        subcomponents=list(entries),
    )
    calendar.add("REFRESH-INTERVAL", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(FETCHED_EVERY))
    _add_time_zones(calendar)
    return calendar


def meeting_entry(meeting: Meeting) -> Event:
    """From–to in the cluster's time zone; the number of edits lets a program know which is the newer one."""
    zone, url = ZoneInfo(meeting.seen_from.time_zone), _address(meeting)
    return Event.new(
        uid=_uid(f"meeting-{meeting.id}"),
        summary=str(meeting.title),
        start=dt.datetime.combine(meeting.day, meeting.starts, zone),
        end=dt.datetime.combine(meeting.day, meeting.ends, zone),
        location=meeting.place or None,
        description="\n".join([_where(meeting), *_whom_to_ask(meeting), url]),
        url=url,
        sequence=meeting.version - 1,
        stamp=meeting.changed_at,
        last_modified=meeting.changed_at,
    )


def preparation_entry(task: Task, organisation_id: int) -> Event:
    """The day by which the organisation has done it, as one that keeps nobody busy."""
    asked = task.preparation
    meeting = asked.meeting
    url = _whole(task.url) if task.url else f"{_address(meeting)}#preparation-{asked.id}"
    changed_at = max(meeting.changed_at, task.done_at or meeting.changed_at)
    return Event.new(
        uid=_uid(f"preparation-{asked.id}-{organisation_id}"),
        summary=f"{'✓ ' if task.done_at else ''}{asked.headline} – {short_title(meeting)}",
        start=asked.due_on,
        end=asked.due_on + dt.timedelta(days=1),
        description="\n".join([_where(meeting), str(asked.text), _how_far(task), url]),
        url=url,
        sequence=meeting.version - 1,
        stamp=changed_at,
        last_modified=changed_at,
        transparency=enums.TRANSP.TRANSPARENT,
    )


def _add_time_zones(calendar: Calendar) -> None:
    """First in the calendar, since some programs read it from the top."""
    years = [event.start.year for event in calendar.events]
    for name in sorted(calendar.get_missing_tzids()):
        calendar.subcomponents.insert(0, timezone(name, min(years), max(years)))


def _whom_to_ask(meeting: Meeting) -> list[str]:
    lines = [gettext("Host: %(organisation)s", organisation=meeting.host.name)] if meeting.host else []
    if meeting.contact:
        lines.append(gettext("Contact: %(person)s", person=_reached_by(meeting.contact)))
    return lines


def _reached_by(person: Person) -> str:
    """As the meeting's page has it, for whoever stands before a locked door: name, phone, e-mail address."""
    return ", ".join(filter(None, (person.name, person.phone, person.email)))


def _how_far(task: Task) -> str:
    return f"✓ {task.due.words}" if task.done_at else gettext("Not done yet.")


def _where(meeting: Meeting) -> str:
    """The cluster, or the programme when the meeting is joint."""
    return str(meeting.cluster.name if meeting.cluster else meeting.seen_from.programme.name)


def _address(meeting: Meeting) -> str:
    return site_url("meetings.meeting_page", slug=meeting.seen_from.slug, number=meeting.number)


def _whole(path: str) -> str:
    """The address of one of our own pages as calendars need it."""
    return urljoin(current_app.config["BENCH"]["SITE_URL"], path)


def _uid(key: str) -> str:
    """The same for ever and unlike any other site's: it is how a program knows a thing again that has moved."""
    return f"{key}@{current_app.config['BENCH']['SITE_URL'].partition('://')[2]}"
