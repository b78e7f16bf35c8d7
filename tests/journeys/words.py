"""What the pages say in each language, so that one story runs in both."""

from __future__ import annotations

import gettext
from functools import cache
from typing import Any

from ..messages import SOURCES, catalogue


@cache
def swedish() -> dict[str, str]:
    """English words -> Swedish ones, of the platform and the plugins, from the catalogues that are served."""
    found: dict[str, str] = {}
    for source in SOURCES:
        path = catalogue(source).with_suffix(".mo")
        with path.open("rb") as file:
            messages = vars(gettext.GNUTranslations(file))["_catalog"]
        found |= {key: words for key, words in messages.items() if isinstance(key, str) and key}
    return found


@cache
def english() -> dict[str, str]:
    """Swedish words -> English ones, for those that no English message shares."""
    return {there: here for here, there in swedish().items() if there not in swedish()}


def say(language: str, words: str, **given: Any) -> str:
    """The words as a page in that language has them; a KeyError for words that no page says any more."""
    translated = swedish()[words]
    text = translated if language == "sv" else words
    return text % given if given else text
