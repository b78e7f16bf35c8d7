"""What a version of a template changed."""

from __future__ import annotations

from ..journey import short_title
from ..models import TemplateVersion
from .content import SECTIONS, meetings_of, section_of
from .names import SECTION_NAMES


def changes(version: TemplateVersion, before: TemplateVersion | None) -> list[str]:
    """ "Meeting 1: Preparations"; nothing for the first version."""
    if before is None:
        return []
    return [
        f"{short_title(meeting)}: {SECTION_NAMES[section]}"
        for meeting in meetings_of(version)
        for section in SECTIONS
        if section_of(version.content, meeting.key, section) != section_of(before.content, meeting.key, section)
    ]
