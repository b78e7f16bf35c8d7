"""Changing when and where a meeting is, and who answers for it."""

from __future__ import annotations

from typing import Any

from .. import audit
from .forms import EditForm
from .models import Meeting

_FIELDS = ("day", "starts", "place", "host_id", "contact_id")


def change(meeting: Meeting, form: EditForm) -> bool:
    """Take over the form's values and log what changed; False, and nothing done, after somebody else's edit."""
    if not meeting.edit(form.version.data):
        return False
    before = _values(meeting)
    meeting.move_to(form.day.data, form.starts.data)
    meeting.place, meeting.host_id, meeting.contact_id = form.place.data, form.host.data, form.contact.data
    after = _values(meeting)
    audit.record("meetings.edit", meeting, **{name: [before[name], after[name]] for name in _changed(before, after)})
    return True


def _values(meeting: Meeting) -> dict[str, Any]:
    return {name: str(getattr(meeting, name)) for name in _FIELDS}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in _FIELDS if before[name] != after[name]]
