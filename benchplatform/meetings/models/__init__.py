"""Meetings, what is prepared for them, and the day."""

from .agenda import AgendaSlot, SlotKind, later
from .meetings import PRESENTATION_DAYS_BEFORE, Meeting, MeetingKind
from .objectives import Objective
from .preparations import Completion, Preparation, Responsible

__all__ = [
    "PRESENTATION_DAYS_BEFORE",
    "AgendaSlot",
    "Completion",
    "Meeting",
    "MeetingKind",
    "Objective",
    "Preparation",
    "Responsible",
    "SlotKind",
    "later",
]
