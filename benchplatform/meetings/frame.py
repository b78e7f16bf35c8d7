"""In whose frame a page stands that is about a part of a meeting: a joint one is seen from several clusters."""

from __future__ import annotations

from flask_login import current_user

from .. import pages
from ..discussions.spaces import cluster_of
from .models import AgendaSlot, Meeting, Objective


def meeting_of(thing: AgendaSlot | Objective) -> Meeting:
    """Its meeting, in the frame of a cluster that the person sees, as the meeting's own pages are."""
    meeting = thing.meeting
    meeting.look_from(cluster_of(meeting, current_user))
    pages.about(meeting.seen_from)
    return meeting
