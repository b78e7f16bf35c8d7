"""A day that was pasted as text, in Swedish or English: "09.30–10.00 Fika", "9:30-10:00 Coffee", tabs or spaces."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import format_decimal, gettext

from ..fields import clean_line
from .models import SlotKind, later, minute_of

MOST_SLOTS = 60
LONGEST_TITLE = 160
_SAID = 5
"""Lines that are complained of at once."""

_TIME = r"(\d{1,2})[.:](\d{2})"
_LINE = re.compile(rf"(?:kl\.?\s*)?{_TIME}\s*(?:[-–—−]|to|till|til)\s*(?:kl\.?\s*)?{_TIME}\s*[:;,–—-]?\s*(.*)", re.I)
_WORDS: Mapping[SlotKind, str] = {
    SlotKind.BREAK: r"fika|kaffe|lunch|paus|rast|mingel|coffee|tea|break",
    SlotKind.WRAP_UP: r"avslut|summering|sammanfatt|utvärder|wrap|clos|conclu|summar|evaluat",
    SlotKind.ROLE_GROUPS: r"rollgrupp|rollvis|role groups?",
    SlotKind.SMALL_GROUPS: r"smågrupp|kritiska vänner|bikup|small groups?|critical friends?",
    SlotKind.ORGANISATION: r"egen organisation|hemmagrupp|varje organisation|own organi[sz]ation|each organi[sz]ation",
    SlotKind.DISCUSSION: r"diskussion|samtal|dialog|frågestund|discuss|talk",
    SlotKind.PRESENTATION: r"present|visar|system|exempel|nyckeltal|example|key figures?|shows",
}
_KINDS = [(kind, re.compile(rf"\b(?:{words})", re.I)) for kind, words in _WORDS.items()]
"""In this order: "lunch presentation" is a break."""


@dataclass(frozen=True)
class PastedSlot:
    """A line that was understood."""

    starts: dt.time
    minutes: int
    title: str
    kind: SlotKind

    @property
    def ends(self) -> dt.time:
        return later(self.starts, dt.timedelta(minutes=self.minutes))


class NotUnderstood(Exception):
    """Some lines say no time, no title, or end before they begin; `sentences` tells which."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def read(text: str) -> list[PastedSlot]:
    """The slots in the order of their lines; empty lines are skipped. Raises NotUnderstood."""
    lines = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), 1) if clean_line(line)]
    if not lines:
        raise NotUnderstood([gettext("Paste the day first, a line for each part of it.")])
    if len(lines) > MOST_SLOTS:
        many = {"count": format_decimal(len(lines)), "limit": MOST_SLOTS}
        raise NotUnderstood([gettext("%(count)s lines, the limit is %(limit)s.", **many)])
    slots, wrong = [], []
    for number, line in lines:
        found = _slot(number, line)
        slots.append(found) if isinstance(found, PastedSlot) else wrong.append(found)
    if wrong:
        more = len(wrong) - _SAID
        rest = [gettext("And %(number)s lines more.", number=more)] if more > 0 else []
        raise NotUnderstood([*wrong[:_SAID], *rest])
    return slots


def kind_of(title: str) -> SlotKind:
    """What a slot probably is, by the words of its title."""
    return next((kind for kind, words in _KINDS if words.search(title)), SlotKind.PLENARY)


def _slot(number: int, line: str) -> PastedSlot | str:
    """The slot that a line says, or a sentence about what is wrong with it."""
    where = {"number": number, "line": line[:60]}
    found = _LINE.fullmatch(line)
    if found is None:
        return gettext("Line %(number)s does not begin with two times, as in 09.30–10.00: “%(line)s”.", **where)
    try:
        starts, ends = (dt.time(int(found[hour]), int(found[hour + 1])) for hour in (1, 3))
    except ValueError:
        return gettext("Line %(number)s has a time that no clock shows: “%(line)s”.", **where)
    minutes = minute_of(ends) - minute_of(starts)
    if minutes <= 0:
        return gettext("Line %(number)s ends before it begins, or after midnight: “%(line)s”.", **where)
    title = found[5].strip()
    if not title:
        return gettext("Line %(number)s does not say what happens then: “%(line)s”.", **where)
    if len(title) > LONGEST_TITLE:
        long = {"length": len(title), "limit": LONGEST_TITLE}
        return gettext("Line %(number)s: %(length)s characters, the limit is %(limit)s.", number=number, **long)
    return PastedSlot(starts, minutes, title, kind_of(title))
