"""The way through the programme: start-up, meetings with work at home between them, results conference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask_babel import gettext

from .. import dates
from ..programmes.models import Cluster
from .models import Meeting, MeetingKind
from .templating.content import MeetingTemplate


@dataclass(frozen=True)
class JourneyStep:
    """One step; without a meeting it is the work at home before the next."""

    label: str
    is_past: bool
    is_current: bool = False
    meeting: Meeting | None = None

    @property
    def when(self) -> str:
        """The date, or how near it is for the step that we are at."""
        if self.meeting is None:
            return ""
        return dates.days_until(self.meeting.day) if self.is_current else dates.short_date(self.meeting.day)


@dataclass(frozen=True)
class Journey:
    """The steps, and the meetings among them in order: those that have been, and those to come."""

    steps: tuple[JourneyStep, ...]
    past: tuple[Meeting, ...]
    coming: tuple[Meeting, ...]

    @property
    def next(self) -> Meeting | None:
        return self.coming[0] if self.coming else None

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return self.past + self.coming

    def around(self, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
        """The meeting before and the one after."""
        place = self.meetings.index(meeting)
        before = self.meetings[place - 1] if place else None
        return before, next(iter(self.meetings[place + 1 :]), None)


def journey(cluster: Cluster, person: Any) -> Journey:
    """Where the cluster is in its programme, of what the person sees; one query."""
    return journey_through(Meeting.visible_in(cluster, person), dates.today())


def journey_through(meetings: Sequence[Meeting], today: dt.date) -> Journey:
    """Past is what lies before the next meeting; work at home follows each benchmarking meeting but a last one."""
    past = tuple(meeting for meeting in meetings if meeting.day < today)
    coming = tuple(meeting for meeting in meetings if meeting.day >= today)
    steps = []
    for meeting, after in zip_longest(meetings, meetings[1:]):
        is_past, is_next = meeting in past, meeting in coming[:1]
        steps.append(JourneyStep(short_title(meeting), is_past, is_next, meeting))
        if after is not None and meeting.kind is MeetingKind.BENCHMARKING:
            steps.append(JourneyStep(gettext("At home"), is_past))
    return Journey(tuple(steps), past, coming)


def short_title(meeting: Meeting | MeetingTemplate) -> str:
    """ "Meeting 3": what fits on a narrow step or link."""
    if meeting.kind is MeetingKind.STARTUP:
        return gettext("Start-up")
    if meeting.kind is MeetingKind.CONFERENCE:
        return gettext("Results conference")
    return gettext("Meeting %(number)s", number=meeting.number)


def in_a_sentence(meeting: Meeting) -> str:
    """ "meeting 3", "the results conference": the same name among other words."""
    if meeting.kind is MeetingKind.STARTUP:
        return gettext("the start-up")
    if meeting.kind is MeetingKind.CONFERENCE:
        return gettext("the results conference")
    return gettext("meeting %(number)s", number=meeting.number)
