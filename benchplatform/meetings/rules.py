"""Who may read, change and prepare a meeting."""

from __future__ import annotations

from typing import Any

from ..audience import Grant, Role
from ..permissions import can, rule
from .models import AgendaSlot, Meeting, Preparation
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
def arrange(person: Any, subject: Meeting | AgendaSlot) -> bool:
    """The programme's lead may arrange the day, and the key persons of the organisation that is host."""
    meeting = subject.meeting if isinstance(subject, AgendaSlot) else subject
    hosts = (grant.role is Role.KEY_PERSON for grant in _grants_of_host(person, meeting))
    return edit(person, meeting) or any(hosts)


@rule("meetings.run")
def run(person: Any, meeting: Meeting) -> bool:
    """Those who may arrange the day may run it while it goes on: give more minutes, go on, take that back."""
    return arrange(person, meeting)


@rule("meetings.complete")
def complete(person: Any, preparation: Preparation) -> bool:
    """The people of an organisation that is asked may tick it, unless a feature ticks it."""
    meeting = preparation.meeting
    organisation_id = own_organisation(person, meeting)
    if organisation_id is None or is_ticked_by_feature(preparation):
        return False
    return preparation.is_asked_of(organisation_id, is_mentor(organisation_id, meeting))


def _grants_of_host(person: Any, meeting: Meeting) -> list[Grant]:
    return [grant for grant in speaking_grants(person, meeting) if grant.organisation_id == meeting.host_id]
