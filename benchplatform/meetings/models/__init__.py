"""Meetings, what is prepared for them, and the day."""

from .agenda import MINUTES_IN_A_DAY, AgendaSlot, SlotKind, later, minute_of
from .changes import MeetingChange
from .meetings import PRESENTATION_DAYS_BEFORE, Meeting, MeetingKind
from .objectives import Objective
from .preparations import Completion, Preparation, Responsible
from .reminders import Reminder

__all__ = [
    "MINUTES_IN_A_DAY",
    "PRESENTATION_DAYS_BEFORE",
    "AgendaSlot",
    "Completion",
    "Meeting",
    "MeetingChange",
    "MeetingKind",
    "Objective",
    "Preparation",
    "Reminder",
    "Responsible",
    "SlotKind",
    "later",
    "minute_of",
]
