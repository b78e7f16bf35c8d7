"""What a programme's page proposes before anybody has chosen: days at sensible distance, and a rota of hosts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import cycle, islice

from ...programmes.models import Cluster, Part
from .content import MeetingTemplate

SATURDAY = 5
WEEKS_APART = 10
"""Between two meetings: time for the work at home, and for what is prepared."""

_SPARE_DAYS = 7
"""Before the first thing is due, so that there is time to tell of it."""
_QUIET = ((1, 1), (1, 8)), ((5, 1), (5, 1)), ((6, 6), (6, 6)), ((6, 18), (8, 17)), ((12, 18), (12, 31))
"""First and last (month, day) of the times when nobody meets: holidays, the summer, the turn of the year."""
_BEST_DAYS = (1, 2)
"""Tuesday and Wednesday: those holidays that move fall on other days, and so do most journeys home."""


def is_weekend(day: dt.date) -> bool:
    return day.weekday() >= SATURDAY


def proposed_days(meetings: Sequence[MeetingTemplate], today: dt.date) -> list[dt.date]:
    """A working day for each, so late that what is asked before it can be done after the meeting before."""
    days: list[dt.date] = []
    for meeting in meetings:
        wanted = [today + dt.timedelta(days=meeting.lead_days + _SPARE_DAYS)]
        if days:
            wanted += [days[-1] + dt.timedelta(weeks=WEEKS_APART), days[-1] + dt.timedelta(days=meeting.lead_days)]
        days.append(_fit(max(wanted)))
    return days


def proposed_hosts(cluster: Cluster, count: int) -> list[int | None]:
    """Ids of the organisations in turn, the mentor first; those that only support when there is nobody else."""
    taking_part = cluster.ordered_participations
    ids = [one.organisation_id for one in taking_part if one.part is not Part.SUPPORTING]
    ids = ids or [one.organisation_id for one in taking_part]
    return list(islice(cycle(ids or [None]), count))


def _fit(day: dt.date) -> dt.date:
    """The day itself, or the next Tuesday or Wednesday that lies in no quiet time."""
    while day.weekday() not in _BEST_DAYS or any(first <= (day.month, day.day) <= last for first, last in _QUIET):
        day += dt.timedelta(days=1)
    return day
