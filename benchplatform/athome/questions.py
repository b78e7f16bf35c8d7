"""The questions that every organisation answers before the start-up meeting, the same for all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..languages import Bilingual


@dataclass(frozen=True)
class Question:
    key: str
    is_number: bool
    words: Bilingual
    help: Bilingual


@cache
def questions() -> Sequence[Question]:
    """In their order on the form and on the page that compares the answers."""
    path = Path(__file__).parents[1] / "content" / "starting_point.json"
    return [
        Question(one["key"], one["kind"] == "number", Bilingual(one["question"]), Bilingual(one["help"]))
        for one in json.loads(path.read_text("utf-8"))
    ]
