"""How near a due day is, in one word of the states component and in a few for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from .. import dates

NEAR_DAYS = 7


@dataclass(frozen=True)
class Due:
    """late, due (within a week), open or done; and "2 days late", "in 3 days", "done 3 days early"."""

    state: str
    words: str


def due_on(day: dt.date) -> Due:
    left = (day - dates.today()).days
    if left < 0:
        return Due("late", ngettext("%(num)d day late", "%(num)d days late", -left))
    return Due("due" if left <= NEAR_DAYS else "open", dates.days_until(day))


def how_early(days_late: int) -> str:
    """ "done 3 days early", "done on the last day", "done 2 days late" """
    if days_late < 0:
        return ngettext("done %(num)d day early", "done %(num)d days early", -days_late)
    if days_late == 0:
        return gettext("done on the last day")
    return ngettext("done %(num)d day late", "done %(num)d days late", days_late)


def done_at(at: dt.datetime) -> Due:
    """Of what nobody waits for: "done Thu 3 Dec"."""
    return Due("done", gettext("done %(date)s", date=dates.short_date(dates.local_day(at))))
