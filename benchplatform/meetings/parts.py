"""The parts of a slot as people write them: "10 Presentation", a line for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from flask_babel import gettext

from ..fields import clean_line
from ..languages import Bilingual, language
from .models import SlotPart
from .pasted import NotUnderstood

MOST_PARTS = 12
LONGEST_TITLE = 80
_BETWEEN = re.compile(r"\n|\s/\s+(?=\d)")
"""A new line, or the slash of "10 Presentation / 10 Questions"."""
_LINE = re.compile(r"(\d{1,4})(?![.:]?\d)\s*(?:min\b\.?|minuter\b|minutes\b)?\s*[:;,–—-]?\s*([\"“”'(]?\w.*)", re.I)


class Part(Protocol):
    """A part of a slot, or of a template's."""

    @property
    def minutes(self) -> int: ...
    @property
    def title(self) -> Bilingual: ...


def written(parts: Iterable[Part]) -> str:
    """As `read` understands it."""
    return "\n".join(f"{part.minutes} {part.title}" for part in parts)


def read(text: str, whole: int, before: Sequence[Part] = ()) -> list[SlotPart]:
    """The parts that a text says, of a slot of so many minutes, which had some before. Raises NotUnderstood."""
    lines = [clean_line(line) for line in _BETWEEN.split(text) if clean_line(line)]
    if len(lines) > MOST_PARTS:
        raise NotUnderstood([gettext("%(count)s parts, the limit is %(limit)s.", count=len(lines), limit=MOST_PARTS)])
    found = [_part(line) for line in lines]
    total = sum(minutes for minutes, _ in found)
    if total > whole:
        sums = {"total": total, "whole": whole}
        raise NotUnderstood([gettext("The parts take %(total)s min together, and the whole is %(whole)s min.", **sums)])
    return [
        SlotPart(position=position, minutes=minutes, title=_title(words, position - 1, before))
        for position, (minutes, words) in enumerate(found, 1)
    ]


def _part(line: str) -> tuple[int, str]:
    found = _LINE.fullmatch(line)
    if found is None or int(found[1]) == 0:
        words = gettext("Begin each part with its minutes, as in “10 Presentation”: “%(line)s”.", line=line[:60])
        raise NotUnderstood([words])
    if len(found[2]) > LONGEST_TITLE:
        long = {"line": line[:30], "length": len(found[2]), "limit": LONGEST_TITLE}
        raise NotUnderstood([gettext("“%(line)s…”: %(length)s characters, the limit is %(limit)s.", **long)])
    return int(found[1]), found[2]


def _title(words: str, place: int, before: Sequence[Part]) -> Bilingual:
    """A part that is called as before keeps its other language; one that had no words in this one gets them."""
    same = next((part.title for part in before if str(part.title) == words), None)
    if same is not None:
        return same
    other = before[place].title if place < len(before) else Bilingual()
    kept = {} if other.get(language()) else other
    return Bilingual({**kept, language(): words})
