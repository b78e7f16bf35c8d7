"""How near a due day is, in one word of the states component and in a few for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from .. import dates

NEAR_DAYS = 7


@dataclass(frozen=True)
class Due:
    """late, due (within a week), open or done; and "2 days late", "in 3 days", "done Thu 3 Dec"."""

    state: str
    words: str


def due_on(day: dt.date) -> Due:
    left = (day - dates.today()).days
    if left < 0:
        return Due("late", ngettext("%(num)d day late", "%(num)d days late", -left))
    return Due("due" if left <= NEAR_DAYS else "open", dates.days_until(day))


def done_at(at: dt.datetime) -> Due:
    return Due("done", gettext("done %(date)s", date=dates.short_date(dates.local_day(at))))
