"""The shape of what was read from a JSON file: each check returns what it found, cleaned, or says what is wrong where.

A place is written as in `meetings[2].agenda[0].start`, counted from 0 as such files are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask_babel import gettext

from ...fields import clean_line
from ...languages import LANGUAGES


class WrongShape(Exception):
    """A sentence for the person who chose the file: where, and what."""


def wrong(at: str, what: str) -> WrongShape:
    return WrongShape(f"{at}: {what}." if at else f"{what}.")


def names_in(said: Any, at: str, *, needed: Collection[str], may: Collection[str] | None = ()) -> Mapping[str, Any]:
    """An object with all names that are needed, and no others but those that it may have (None: any)."""
    if not isinstance(said, dict):
        raise wrong(at, gettext("here should be names with values, { … }"))
    for name in needed:
        if name not in said:
            raise wrong(at, gettext("“%(name)s” is missing", name=name))
    strange = [] if may is None else [name for name in said if name not in (*needed, *may)]
    if strange:
        raise wrong(at, gettext("“%(name)s” is no part of a template", name=_short(strange[0])))
    return said


def list_of(said: Any, at: str, most: int, each: Callable[[Any, str], Any], least: int = 0) -> list[Any]:
    """A list whose items pass a check of their own."""
    if not isinstance(said, list):
        raise wrong(at, gettext("here should be a list, [ … ]"))
    if not least <= len(said) <= most:
        count = {"count": len(said), "least": least, "most": most}
        raise wrong(at, gettext("has %(count)d, and should have %(least)d to %(most)d", **count))
    return [each(one, f"{at}[{index}]") for index, one in enumerate(said)]


def both(
    said: Any, at: str, limit: int, *, may_be_empty: bool = False, clean: Callable[[str], str] = clean_line
) -> dict[str, str]:
    """A text in one language or both."""
    given = names_in(said, at, needed=(), may=LANGUAGES)
    texts = {code: _text(text, f"{at}.{code}", limit, clean) for code, text in given.items()}
    if not may_be_empty and not any(texts.values()):
        raise wrong(at, gettext("here should be a text, in “sv”, “en” or both"))
    return {code: text for code, text in texts.items() if text}


def whole(said: Any, at: str, first: int, last: int) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not first <= said <= last:
        raise wrong(at, gettext("here should be a whole number from %(first)d to %(last)d", first=first, last=last))
    return said


def one_of(said: Any, at: str, known: Sequence[str]) -> str:
    if not isinstance(said, str) or said not in known:
        words = {"said": _short(said), "known": ", ".join(known)}
        raise wrong(at, gettext("“%(said)s” is unknown; it can be %(known)s", **words))
    return said


def word(said: Any, at: str, pattern: re.Pattern[str]) -> str:
    if not isinstance(said, str) or not pattern.fullmatch(said):
        raise wrong(at, gettext("“%(said)s” cannot stand here", said=_short(said)))
    return said


def _text(said: Any, at: str, limit: int, clean: Callable[[str], str]) -> str:
    if not isinstance(said, str):
        raise wrong(at, gettext("here should be a text"))
    text = clean(said)
    if len(text) > limit:
        raise wrong(at, gettext("%(length)d characters, the limit is %(limit)d", length=len(text), limit=limit))
    return text


def _short(said: Any) -> str:
    return clean_line(str(said)[:40])
