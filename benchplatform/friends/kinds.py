"""What a critical friend says, in a fixed order: the words stand in content/critical_friend.json."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..languages import Bilingual


class Kind(enum.StrEnum):
    """In the order in which the card has them."""

    CURIOUS = "curious"
    STRONG = "strong"
    ASKED = "asked"
    MISSING = "missing"

    @property
    def asks_for_answer(self) -> bool:
        """What is strong needs none."""
        return self is not Kind.STRONG

    @property
    def label(self) -> Bilingual:
        return _words()[self].label

    @property
    def help(self) -> Bilingual:
        return _words()[self].help


@dataclass(frozen=True)
class _Words:
    label: Bilingual
    help: Bilingual


@cache
def _words() -> dict[Kind, _Words]:
    path = Path(__file__).parents[1] / "content" / "critical_friend.json"
    entries = json.loads(path.read_text("utf-8"))
    return {
        kind: _Words(Bilingual(entry["label"]), Bilingual(entry["help"]))
        for kind, entry in zip(Kind, entries, strict=True)
    }
