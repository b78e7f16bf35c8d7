"""What a template names that this installation does not know: said where it stands, before anybody plans with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from ... import dates
from ...pages import registry
from ..models import Responsible, SlotKind
from .content import Asked, MeetingTemplate

_ROLES, _SLOTS = set(Responsible), set(SlotKind)


@dataclass(frozen=True)
class Oddity:
    """A sentence about one place of a meeting; `stops` when no meeting can be made of it."""

    meeting: MeetingTemplate
    words: str
    stops: bool = True


class CannotPlan(Exception):
    """A template names what no meeting can have; `sentences` says what and where."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def oddities(meetings: Iterable[MeetingTemplate]) -> list[Oddity]:
    return [oddity for meeting in meetings for oddity in (*_preparations(meeting), *_slots(meeting))]


def refuse_unplannable(meetings: Iterable[MeetingTemplate]) -> None:
    """Raises CannotPlan."""
    stopping = [f"{oddity.meeting.title}: {oddity.words}" for oddity in oddities(meetings) if oddity.stops]
    if stopping:
        raise CannotPlan(stopping)


def _preparations(meeting: MeetingTemplate) -> Iterator[Oddity]:
    for number, asked in enumerate(meeting.asked, 1):
        given: dict[str, Any] = {"number": number, "text": _short(asked)}
        if asked.responsible not in _ROLES:
            words = gettext(
                "Preparation %(number)s, “%(text)s”, is asked of “%(who)s”, and nobody here is called that.",
                who=asked.responsible,
                **given,
            )
            yield Oddity(meeting, words)
        if asked.kind is not None and asked.kind not in registry().preparations:
            words = gettext(
                "Preparation %(number)s, “%(text)s”: nothing here ticks “%(kind)s”, so people tick it by hand.",
                kind=asked.kind,
                **given,
            )
            yield Oddity(meeting, words, stops=False)


def _slots(meeting: MeetingTemplate) -> Iterator[Oddity]:
    for piece in meeting.agenda:
        if piece.kind not in _SLOTS:
            at = {"time": dates.clock(piece.starts), "title": str(piece.title), "kind": piece.kind}
            yield Oddity(meeting, gettext("%(time)s “%(title)s”: there is no kind of part named “%(kind)s”.", **at))


def _short(asked: Asked) -> str:
    text = str(asked.text)
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
