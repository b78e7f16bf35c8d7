"""A meeting of a template as the address names it, and saving what is written there as a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from ...database import Loadable, db
from ..models import ProgrammeTemplate, TemplateVersion
from .content import SECTIONS, MeetingTemplate, meeting_of, section_of, with_section


@dataclass(frozen=True)
class MeetingInTemplate(Loadable):
    """A section of a meeting, in the newest version of its template."""

    version: TemplateVersion
    meeting: MeetingTemplate
    section: str

    @classmethod
    def load(cls, person: Any, id: int, key: str, section: str = "agenda") -> Self | None:  # type: ignore[override]
        template = ProgrammeTemplate.load(person, id)
        if template is None or section not in SECTIONS:
            return None
        version = template.newest
        meeting = meeting_of(version, key)
        return cls(version, meeting, section) if meeting else None

    @property
    def template(self) -> ProgrammeTemplate:
        return self.version.template

    @property
    def programme_id(self) -> int | None:
        return self.template.programme_id

    def as_it_is_now(self) -> MeetingInTemplate:
        """After somebody else has saved."""
        version = self.template.newest
        return MeetingInTemplate(version, meeting_of(version, self.meeting.key) or self.meeting, self.section)

    def save(self, started_from: int | None, says: Mapping[str, Any], person: Any) -> bool:
        """Add a version in which the section says this; none when it does already.

        False when somebody else has written another text of this section since version number `started_from`;
        what others wrote elsewhere in the template stays beside it.
        """
        newest = self.template.hold()
        now = section_of(newest.content, self.meeting.key, self.section)
        if now == says:
            return True
        if now is None or now != self._at(started_from):
            return False
        self.template.add_version(with_section(newest.content, self.meeting.key, says), person)
        return True

    def _at(self, number: int | None) -> dict[str, Any] | None:
        here = TemplateVersion.template_id == self.template.id, TemplateVersion.number == number
        content = db.session.scalar(sa.select(TemplateVersion.content).where(*here))
        return content and section_of(content, self.meeting.key, self.section)
