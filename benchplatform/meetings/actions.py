"""Changing when and where a meeting is, and who answers for it."""

from __future__ import annotations

from typing import Any

from .. import audit
from . import moving
from .forms import EditForm
from .models import Meeting

_FIELDS = ("day", "starts", "place", "host_id", "contact_id")
_TOLD = {"day", "starts", "place"}


def change(meeting: Meeting, form: EditForm) -> bool:
    """Take over the form's values and log what changed; False, and nothing done, after somebody else's edit."""
    if not meeting.edit(form.version.data):
        return False
    before, after = _values(meeting), form.values
    changed = [name for name in _FIELDS if before[name] != after[name]]
    if _TOLD & set(changed):
        moving.remember(meeting)
    meeting.move_to(after["day"], after["starts"])
    meeting.place, meeting.host_id, meeting.contact_id = after["place"], after["host_id"], after["contact_id"]
    audit.record("meetings.edit", meeting, **{name: [str(before[name]), str(after[name])] for name in changed})
    return True


def _values(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in _FIELDS}
