"""What people call the ways of telling, and the groups that are mostly told."""

from __future__ import annotations

from flask_babel import lazy_gettext

from .models import How

HOW_NAMES = {
    How.MEETING: lazy_gettext("Told at a meeting"),
    How.TRAINING: lazy_gettext("Trained"),
    How.WRITING: lazy_gettext("Told in writing"),
}
GROUPS = (
    lazy_gettext("Management team"),
    lazy_gettext("Committee or board"),
    lazy_gettext("Staff of a unit"),
    lazy_gettext("First-line managers"),
    lazy_gettext("Union representatives"),
    lazy_gettext("Residents' council"),
)
"""Suggested for the first line that an organisation writes; later its own groups stand before them."""


def how_name(how: How) -> str:
    """Template filter: "Trained"."""
    return str(HOW_NAMES[how])
