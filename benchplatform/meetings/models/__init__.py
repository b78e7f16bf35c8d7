"""Meetings, what is prepared for them, the day, who comes, and what its host sees to."""

from .acts import ActKind, DayAct, standing
from .agenda import MINUTES_IN_A_DAY, AgendaSlot, SlotKind, later, minute_of
from .changes import MeetingChange
from .coming import Answer, Attendance, Visit, own_answer
from .hosting import HostingItem, HostingKind
from .inviting import InvitedPerson, MeetingInvitation
from .meetings import PRESENTATION_DAYS_BEFORE, Meeting, MeetingKind
from .objectives import LONGEST_PROOF, LONGEST_WORDS, Objective, ObjectiveAssessment, Outcome
from .parts import SlotPart
from .preparations import Completion, Preparation, Responsible
from .reminders import Reminder
from .rooms import Notes, Room
from .templates import ProgrammeTemplate, TemplateVersion

__all__ = [
    "LONGEST_PROOF",
    "LONGEST_WORDS",
    "MINUTES_IN_A_DAY",
    "PRESENTATION_DAYS_BEFORE",
    "ActKind",
    "AgendaSlot",
    "Answer",
    "Attendance",
    "Completion",
    "DayAct",
    "HostingItem",
    "HostingKind",
    "InvitedPerson",
    "Meeting",
    "MeetingChange",
    "MeetingInvitation",
    "MeetingKind",
    "Notes",
    "Objective",
    "ObjectiveAssessment",
    "Outcome",
    "Preparation",
    "ProgrammeTemplate",
    "Reminder",
    "Responsible",
    "Room",
    "SlotKind",
    "SlotPart",
    "TemplateVersion",
    "Visit",
    "later",
    "minute_of",
    "own_answer",
    "standing",
]
