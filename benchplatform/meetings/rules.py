"""Who may read, change and prepare a meeting."""

from __future__ import annotations

from typing import Any

from ..audience import Grant, Role
from ..discussions.audiences import grants_opening
from ..permissions import can, rule
from ..programmes.models import led_by
from .assessing import assessing_organisation
from .coming import Delegation, Seat
from .models import AgendaSlot, HostingItem, Meeting, Notes, Objective, Preparation, Room, Visit
from .preparing import is_mentor, is_ticked_by_feature, own_organisation, speaking_grants
from .running import Shown


@rule("meetings.read")
def read(person: Any, subject: Meeting | AgendaSlot | Shown | Visit) -> bool:
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
def arrange(person: Any, subject: Meeting | AgendaSlot | HostingItem | Objective | Room) -> bool:
    """The programme's lead may arrange the day and the objectives, and so may the key persons of the host."""
    if isinstance(subject, Room):
        return arrange(person, subject.slot)
    meeting = subject if isinstance(subject, Meeting) else subject.meeting
    return edit(person, meeting) or _is_key_person_of_host(person, meeting)


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


@rule("meetings.assess")
def assess(person: Any, meeting: Meeting) -> bool:
    """Key persons and managers say for their own organisation how far it has come with the objectives."""
    return assessing_organisation(person, meeting) is not None


@rule("meetings.complete")
def complete(person: Any, preparation: Preparation) -> bool:
    """The people of an organisation that is asked may tick it, unless a feature ticks it."""
    meeting = preparation.meeting
    organisation_id = own_organisation(person, meeting)
    if organisation_id is None or is_ticked_by_feature(preparation):
        return False
    return preparation.is_asked_of(organisation_id, is_mentor(organisation_id, meeting))


@rule("meetings.answer")
def answer(person: Any, meeting: Meeting) -> bool:
    """Everybody who sees the meeting may say whether they come."""
    return True


@rule("meetings.answer_for")
def answer_for(person: Any, seat: Seat) -> bool:
    """The key persons of an organisation may say it for its other people."""
    return seat.person.id != person.id and bool(seat.organisation_ids & _key_person_for(person, seat.meeting))


@rule("meetings.read_unanswered")
def read_unanswered(person: Any, delegation: Delegation) -> bool:
    """The key persons of the organisation and of the host may read who has not answered, and the programme's lead."""
    organisation, meeting = delegation.organisation, delegation.meeting
    is_own = organisation is not None and organisation.id in _key_person_for(person, meeting)
    return is_own or read_needs(person, meeting)


@rule("meetings.read_needs")
def read_needs(person: Any, meeting: Meeting) -> bool:
    """The key persons of the organisation that is host may read what people need, and the programme's lead."""
    return meeting.programme_id in led_by(person) or _is_key_person_of_host(person, meeting)


@rule("meetings.settle")
def settle(person: Any, item: HostingItem) -> bool:
    """Those who may arrange the day may tick it, and the one of the host's people who sees to it."""
    is_own = item.owner_id == person.id and bool(_grants_of_host(person, item.meeting))
    return is_own or arrange(person, item)


@rule("templates.read")
def read_template(person: Any, subject: Any) -> bool:
    """Those who lead the template's programme may, and site administrators; the installation's, every lead."""
    return True


def _key_person_for(person: Any, meeting: Meeting) -> set[int]:
    """Ids of the organisations that the person is a key person of, at the meeting."""
    return {grant.organisation_id for grant in speaking_grants(person, meeting) if grant.role is Role.KEY_PERSON}


def _is_key_person_of_host(person: Any, meeting: Meeting) -> bool:
    return meeting.host_id in _key_person_for(person, meeting)


def _sees_notes(person: Any, room: Room) -> bool:
    notes = room.notes or Notes.begin(room)
    return bool(grants_opening(person, notes))


def _grants_of_host(person: Any, meeting: Meeting) -> list[Grant]:
    return [grant for grant in speaking_grants(person, meeting) if grant.organisation_id == meeting.host_id]
