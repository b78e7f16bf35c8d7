"""A calendar program of the tests: fetches a feed without signing in and reads it with `icalendar`."""

from __future__ import annotations

from icalendar import Calendar, Event

from benchplatform.accounts.models import Person
from benchplatform.calendars.models import CalendarAddress
from benchplatform.database import db

from .client import Client


def path_of(person: Person, locale: str = "en") -> str:
    """Where the person's calendar is; made when there is none."""
    CalendarAddress.make(person, locale)
    db.session.commit()
    address = CalendarAddress.of(person)
    assert address
    return f"/calendars/{address.token}.ics"


def fetch(client: Client, person: Person, locale: str = "en") -> Calendar:
    answer = client.as_person(None).get(path_of(person, locale))
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.data)


def summaries(client: Client, person: Person) -> list[str]:
    return [str(event["SUMMARY"]) for event in fetch(client, person).events]


def only(client: Client, person: Person, start: str = "") -> Event:
    """The one entry whose summary begins so."""
    (found,) = [event for event in fetch(client, person).events if event["SUMMARY"].startswith(start)]
    return found
