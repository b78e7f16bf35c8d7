"""Dates and times as people read them: "tors 10 dec, 09.30–16.00", "om 3 dagar", in a cluster's time zone.

Formatting one date with Babel costs some tens of microseconds; a discussion page has fifty, so results are kept.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask import current_app, g, has_request_context
from flask_babel import gettext, ngettext

from .languages import language

_SHORT, _LONG = "EEE d MMM", "EEEE d MMMM y"
_MOMENT = {"sv": "{day} kl. {clock}", "en": "{day}, {clock}"}
DAYS_IN_WEEK = 7
_CLOCK = {"sv": "HH.mm", "en": "HH:mm"}


def zone() -> ZoneInfo:
    """The time zone of this page: the cluster's when it is about one, else the installation's."""
    name = g.get("time_zone") if has_request_context() else None
    return ZoneInfo(name or current_app.config["BENCH"]["TIME_ZONE"])


def today() -> dt.date:
    return dt.datetime.now(zone()).date()


def short_date(day: dt.date) -> str:
    """ "tors 10 dec" """
    return _date(day, _SHORT, language()).replace(".", "")


def long_date(day: dt.date) -> str:
    """ "torsdag 10 december 2026" """
    return _date(day, _LONG, language())


def week(day: dt.date) -> str:
    """ "v. 50" """
    return gettext("week %(number)s", number=day.isocalendar().week)


def clock(time: dt.time) -> str:
    """ "09.30" """
    return str(format_time(time, _CLOCK[language()], locale=language()))


def clock_at(at: dt.datetime) -> str:
    """ "09.30", of a point in time, in the page's time zone."""
    return clock(at.astimezone(zone()).time())


def span(start: dt.time, end: dt.time) -> str:
    """ "09.30–16.00" """
    return f"{clock(start)}–{clock(end)}"


def moment(at: dt.datetime) -> str:
    """ "22 nov 2026 kl. 08.15" in the page's time zone."""
    return _moment(at.replace(second=0, microsecond=0), str(zone()), language())


def day_of(at: dt.datetime) -> str:
    """ "22 nov 2026" in the page's time zone."""
    return _date(local_day(at), "d MMM y", language()).replace(".", "")


def lately(at: dt.datetime) -> str:
    """When something was written, for lists: "today", "yesterday", "21 Nov", and with the year when it is another."""
    return lately_on(local_day(at))


def lately_on(day: dt.date) -> str:
    """The same of a day."""
    if (today() - day).days in (0, 1):
        return days_until(day)
    return _date(day, "d MMM" if day.year == today().year else "d MMM y", language()).replace(".", "")


def since(at: dt.datetime) -> str:
    """The day from which something has lasted: "today", "yesterday", "Monday", "3 Nov"."""
    days = (today() - local_day(at)).days
    return _date(local_day(at), "EEEE", language()) if 1 < days < DAYS_IN_WEEK else lately(at)


def duration(minutes: int) -> str:
    """ "6 h 30 min", "45 min" """
    hours, rest = divmod(minutes, 60)
    words = gettext("%(num)s h", num=hours) if hours else "", gettext("%(num)s min", num=rest) if rest else ""
    return " ".join(filter(None, words))


def days_until(day: dt.date) -> str:
    """ "today", "tomorrow", "in 3 days", "2 days ago" """
    days = (day - today()).days
    if days in (-1, 0, 1):
        return (gettext("yesterday"), gettext("today"), gettext("tomorrow"))[days + 1]
    if days > 0:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    return ngettext("%(num)d day ago", "%(num)d days ago", -days)


def local_day(at: dt.datetime) -> dt.date:
    return at.astimezone(zone()).date()


def end_of_day(day: dt.date, time_zone: str) -> dt.datetime:
    """The last second of a day in the zone, in UTC: a deadline is kept until midnight where people are."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), ZoneInfo(time_zone)).astimezone(dt.UTC)


@lru_cache(4096)
def _date(day: dt.date, pattern: str, locale: str) -> str:
    return str(format_date(day, pattern, locale=locale))


@lru_cache(16384)
def _moment(at: dt.datetime, time_zone: str, locale: str) -> str:
    here = at.astimezone(ZoneInfo(time_zone))
    clock = format_time(here.time(), _CLOCK[locale], locale=locale)
    return _MOMENT[locale].format(day=_date(here.date(), "d MMM y", locale).replace(".", ""), clock=clock)
