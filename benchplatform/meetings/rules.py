"""Who may read, change and prepare a meeting."""

from __future__ import annotations

from typing import Any

from ..permissions import can, rule
from .models import Meeting, Preparation
from .preparing import is_mentor, is_ticked_by_feature, own_organisation


@rule("meetings.read")
def read(person: Any, meeting: Meeting) -> bool:
    """Everybody who sees the meeting may read it."""
    return True


@rule("meetings.edit")
def edit(person: Any, meeting: Meeting) -> bool:
    """The programme's lead may."""
    return can("programmes.administer", meeting.seen_from, person)


@rule("meetings.complete")
def complete(person: Any, preparation: Preparation) -> bool:
    """The people of an organisation that is asked may tick it, unless a feature ticks it."""
    meeting = preparation.meeting
    organisation_id = own_organisation(person, meeting)
    if organisation_id is None or is_ticked_by_feature(preparation):
        return False
    return preparation.is_asked_of(organisation_id, is_mentor(organisation_id, meeting))
