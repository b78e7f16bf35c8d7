"""Meetings, what is prepared for them, and the day."""

from .acts import ActKind, DayAct, standing
from .agenda import MINUTES_IN_A_DAY, AgendaSlot, SlotKind, later, minute_of
from .changes import MeetingChange
from .meetings import PRESENTATION_DAYS_BEFORE, Meeting, MeetingKind
from .objectives import Objective
from .parts import SlotPart
from .preparations import Completion, Preparation, Responsible
from .reminders import Reminder
from .rooms import Notes, Room

__all__ = [
    "MINUTES_IN_A_DAY",
    "PRESENTATION_DAYS_BEFORE",
    "ActKind",
    "AgendaSlot",
    "Completion",
    "DayAct",
    "Meeting",
    "MeetingChange",
    "MeetingKind",
    "Notes",
    "Objective",
    "Preparation",
    "Reminder",
    "Responsible",
    "Room",
    "SlotKind",
    "SlotPart",
    "later",
    "minute_of",
    "standing",
]
