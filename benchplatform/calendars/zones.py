"""Time zones as calendar programs read them: a VTIMEZONE with the yearly rules by which clocks are changed.

`icalendar` writes each change as a date of its own, and the hour of the spring one as the new clock has it. That is
read by many, but Outlook knows yearly rules alone ([MS-STANOICAL] 2.2.47) and would show summer meetings an hour off.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_DAY, _MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """Once the clocks show `at`, in the offset from UTC that they have `before`, they go over to `after`."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    """What the time is called from then on: CEST."""

    @property
    def place_in_year(self) -> tuple[int, str, dt.time]:
        """The month, the day as in a rule (`-1SU` is the last Sunday) and the hour."""
        days = calendar.monthrange(self.at.year, self.at.month)[1]
        week = -1 if self.at.day > days - 7 else (self.at.day + 6) // 7
        return self.at.month, f"{week}{_WEEKDAYS[self.at.weekday()]}", self.at.time()


@lru_cache(64)
def timezone(name: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone for what happens in the years `first` to `last`; not to be changed, since it is kept."""
    zone = ZoneInfo(name)
    found = Timezone()
    found.add("TZID", name)
    by_rule: dict[object, list[Change]] = defaultdict(list)
    for change in _changes(zone, first - 1, last):
        by_rule[change.place_in_year, change.before, change.after, change.name].append(change)
    for same in by_rule.values():
        if [change.at.year for change in same] == [*range(first - 1, last + 1)]:
            found.add_component(_observance(same[0], is_yearly=True))
        else:
            for change in same:
                found.add_component(_observance(change, is_yearly=False))
    if not by_rule:
        found.add_component(_observance(_unchanged(zone, first), is_yearly=False))
    return found


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """All of the years `first` to `last`, found by looking at the offset of each day."""
    day = dt.datetime(first, 1, 1, tzinfo=dt.UTC)
    before = _offset(zone, day)
    while day.year <= last:
        after = _offset(zone, day + _DAY)
        if after != before:
            moment = day + _MINUTE * _minutes_before_change(zone, day, before)
            name = str(moment.astimezone(zone).tzname())
            yield Change((moment + before).replace(tzinfo=None), before, after, name)
        day, before = day + _DAY, after


def _minutes_before_change(zone: ZoneInfo, day: dt.datetime, before: dt.timedelta) -> int:
    return bisect(range(24 * 60), 0, key=lambda minute: int(_offset(zone, day + _MINUTE * minute) != before))


def _unchanged(zone: ZoneInfo, year: int) -> Change:
    start = dt.datetime(year, 1, 1, tzinfo=zone)
    offset = _offset(zone, start)
    return Change(start.replace(tzinfo=None), offset, offset, str(start.tzname()))


def _offset(zone: ZoneInfo, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta()


def _observance(change: Change, *, is_yearly: bool) -> TimezoneStandard | TimezoneDaylight:
    observance = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    observance.DTSTART = change.at
    observance.TZOFFSETFROM, observance.TZOFFSETTO = change.before, change.after
    observance.add("TZNAME", change.name)
    if is_yearly:
        month, day, _ = change.place_in_year
        observance.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY=day))
    return observance
