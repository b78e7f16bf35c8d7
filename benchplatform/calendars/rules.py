"""Who may have what in a calendar of their own; a meeting's file is for those who may read the meeting."""

from __future__ import annotations

from typing import Any

from ..permissions import rule


@rule("calendars.keep_own")
def keep_own(person: Any, subject: object) -> bool:
    """Anyone signed in may, their own calendar address only."""
    return bool(person.is_authenticated)
