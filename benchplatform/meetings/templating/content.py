"""What a template says of each meeting: read from its JSON, and written back a section at a time.

Kinds and roles are plain words here, since a template may name some that this installation does not know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...languages import Bilingual
from ..models import MeetingKind, TemplateVersion

Content = Sequence[Mapping[str, Any]]
"""The meetings, as content/meeting_templates.json has them."""

_KINDS = {"startup": MeetingKind.STARTUP, "conf": MeetingKind.CONFERENCE}
"""By the keys of the two joint meetings; all others are benchmarking meetings."""

LONGEST_FOCUS, LONGEST_OBJECTIVE, LONGEST_TASK = 1_000, 300, 600
MOST_OBJECTIVES, MOST_ASKED = 20, 40
"""The latter before the meeting, and as many after it."""
"""From a meeting to what is due around it."""

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "about": ("title", "focus", "objectives"),
    "preparations": ("preparations", "after"),
    "agenda": ("agenda",),
}
"""What is written and compared together -> its names in the JSON."""


@dataclass(frozen=True)
class Asked:
    """A preparation: what, of whom, how many days from the meeting (negative is before), and what ticks it."""

    text: Bilingual
    responsible: str
    days: int
    kind: str | None = None

    @property
    def is_before(self) -> bool:
        return self.days <= 0


@dataclass(frozen=True)
class PiecePart:
    """A timed part of a part of the day: 10 minutes of presentation, 10 in small groups."""

    minutes: int
    title: Bilingual


@dataclass(frozen=True)
class Piece:
    """A part of the day, which may have parts of its own."""

    starts: dt.time
    minutes: int
    kind: str
    title: Bilingual
    parts: tuple[PiecePart, ...] = ()

    @property
    def ends(self) -> dt.time:
        return (dt.datetime.combine(dt.date.min, self.starts) + dt.timedelta(minutes=self.minutes)).time()


@dataclass(frozen=True)
class MeetingTemplate:
    """One meeting of a template."""

    key: str
    number: int
    title: Bilingual
    focus: Bilingual
    objectives: tuple[Bilingual, ...]
    asked: tuple[Asked, ...]
    """What is prepared before the meeting, then what is done after it."""
    agenda: tuple[Piece, ...]

    @property
    def kind(self) -> MeetingKind:
        return _KINDS.get(self.key, MeetingKind.BENCHMARKING)

    @property
    def is_benchmarking(self) -> bool:
        return self.kind is MeetingKind.BENCHMARKING

    @property
    def before(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.is_before]

    @property
    def after(self) -> list[Asked]:
        return [asked for asked in self.asked if not asked.is_before]

    @property
    def lead_days(self) -> int:
        """How long before the meeting the first thing is due."""
        return max((-asked.days for asked in self.before), default=0)

    @property
    def length(self) -> dt.timedelta:
        """From the first slot to the latest end."""
        starts, ends = self.agenda[0].starts, max(piece.ends for piece in self.agenda)
        return dt.datetime.combine(dt.date.min, ends) - dt.datetime.combine(dt.date.min, starts)


def meetings_of(version: TemplateVersion) -> tuple[MeetingTemplate, ...]:
    """In the order of their numbers; their shape was checked when they were written."""
    return tuple(sorted(map(_meeting, version.content), key=lambda meeting: meeting.number))


def meeting_of(version: TemplateVersion, key: str) -> MeetingTemplate | None:
    return next((meeting for meeting in meetings_of(version) if meeting.key == key), None)


def section_of(content: Content, key: str, section: str) -> dict[str, Any] | None:
    """What a section of a meeting says; None when there is no such meeting."""
    found = next((meeting for meeting in content if meeting["key"] == key), None)
    return None if found is None else {name: found[name] for name in SECTIONS[section]}


def with_section(content: Content, key: str, says: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same content, but that the meeting says this."""
    return [{**meeting, **says} if meeting["key"] == key else dict(meeting) for meeting in content]


def asked_section(asked: Iterable[Asked]) -> dict[str, Any]:
    """As the section "preparations" is written: what is done before the meeting and after it, each in its order."""
    everything = list(asked)
    return {
        "preparations": [_written(one) for one in everything if one.is_before],
        "after": [_written(one) for one in everything if not one.is_before],
    }


def agenda_section(pieces: Iterable[Any]) -> dict[str, Any]:
    """As the section "agenda" is written; of pieces here, or of the slots of a meeting."""
    return {"agenda": [_written_piece(piece) for piece in pieces]}


def _written(asked: Asked) -> dict[str, Any]:
    said = {"due_offset_days": asked.days, "responsible": asked.responsible, "text": dict(asked.text)}
    return said | ({"kind": asked.kind} if asked.kind else {})


def _written_piece(piece: Any) -> dict[str, Any]:
    said = {"start": piece.starts.strftime("%H:%M"), "minutes": piece.minutes, "title": dict(piece.title)}
    said |= {"kind": str(piece.kind)}
    parts = [{"minutes": part.minutes, "title": dict(part.title)} for part in piece.parts]
    return said | ({"parts": parts} if parts else {})


def _meeting(said: Mapping[str, Any]) -> MeetingTemplate:
    return MeetingTemplate(
        key=said["key"],
        number=said["no"],
        title=Bilingual(said["title"]),
        focus=Bilingual(said["focus"]),
        objectives=tuple(map(Bilingual, said["objectives"])),
        asked=tuple(map(_asked, [*said["preparations"], *said["after"]])),
        agenda=tuple(map(_piece, said["agenda"])),
    )


def _asked(said: Mapping[str, Any]) -> Asked:
    return Asked(Bilingual(said["text"]), said["responsible"], said["due_offset_days"], said.get("kind"))


def _piece(said: Mapping[str, Any]) -> Piece:
    starts = dt.time.fromisoformat(said["start"])
    parts = tuple(PiecePart(part["minutes"], Bilingual(part["title"])) for part in said.get("parts", ()))
    return Piece(starts, said["minutes"], said["kind"], Bilingual(said["title"]), parts)
