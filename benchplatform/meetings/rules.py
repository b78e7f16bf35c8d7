"""Who may read, change and prepare a meeting."""

from __future__ import annotations

from typing import Any

from ..audience import Grant, Role
from ..discussions.audiences import grants_opening
from ..permissions import can, rule
from .models import AgendaSlot, Meeting, Notes, Preparation, Room
from .preparing import is_mentor, is_ticked_by_feature, own_organisation, speaking_grants
from .running import Shown


@rule("meetings.read")
def read(person: Any, subject: Meeting | AgendaSlot | Shown) -> bool:
    """Everybody who sees the meeting may read it, and its day."""
    return True


@rule("meetings.edit")
def edit(person: Any, meeting: Meeting) -> bool:
    """The programme's lead may."""
    return can("programmes.administer", meeting.seen_from, person)


@rule("meetings.close")
def close(person: Any, meeting: Meeting) -> bool:
    """The programme's lead may, and may open it again."""
    return edit(person, meeting)


@rule("meetings.arrange")
def arrange(person: Any, subject: Meeting | AgendaSlot | Room) -> bool:
    """The programme's lead may arrange the day, and the key persons of the organisation that is host."""
    if isinstance(subject, Room):
        return arrange(person, subject.slot)
    meeting = subject.meeting if isinstance(subject, AgendaSlot) else subject
    hosts = (grant.role is Role.KEY_PERSON for grant in _grants_of_host(person, meeting))
    return edit(person, meeting) or any(hosts)


@rule("meetings.run")
def run(person: Any, meeting: Meeting) -> bool:
    """Those who may arrange the day may run it while it goes on: give more minutes, go on, take that back."""
    return arrange(person, meeting)


@rule("meetings.take_notes")
def take_notes(person: Any, room: Room) -> bool:
    """The note-taker of the room and those who may arrange the day, as far as they see what is noted there."""
    is_asked = room.note_taker_id == person.id or arrange(person, room.slot)
    return is_asked and _sees_notes(person, room)


@rule("meetings.volunteer")
def volunteer(person: Any, subject: Room | AgendaSlot) -> bool:
    """Whoever sees what is noted may become the note-taker, while there is none."""
    if isinstance(subject, AgendaSlot):
        return bool(speaking_grants(person, subject.meeting)) or arrange(person, subject)
    return subject.note_taker_id is None and _sees_notes(person, subject)


@rule("meetings.open_notes")
def open_notes(person: Any, notes: Notes) -> bool:
    """The note-taker of a role's room may, once its people have agreed."""
    return notes.is_closed and notes.room.note_taker_id == person.id


@rule("meetings.complete")
def complete(person: Any, preparation: Preparation) -> bool:
    """The people of an organisation that is asked may tick it, unless a feature ticks it."""
    meeting = preparation.meeting
    organisation_id = own_organisation(person, meeting)
    if organisation_id is None or is_ticked_by_feature(preparation):
        return False
    return preparation.is_asked_of(organisation_id, is_mentor(organisation_id, meeting))


def _sees_notes(person: Any, room: Room) -> bool:
    notes = room.notes or Notes.begin(room)
    return bool(grants_opening(person, notes))


def _grants_of_host(person: Any, meeting: Meeting) -> list[Grant]:
    return [grant for grant in speaking_grants(person, meeting) if grant.organisation_id == meeting.host_id]
