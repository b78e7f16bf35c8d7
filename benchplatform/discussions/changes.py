"""What changed between two wordings, word by word, for the eye and the ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from flask_babel import gettext
from markupsafe import Markup

MOST_COMPARED = 250_000
"""Pairs of lines, or of words, that are compared; where there would be more, all that differs counts as written anew:
the comparison takes quadratic time or worse, and a text can be made to be slow."""

_WORD = re.compile(r"\s*\S+|\s+")
_INSERTED = Markup('<ins><span class="unseen">{}: </span>{}<span class="unseen">.</span></ins>')
_DELETED = Markup('<del><span class="unseen">{}: </span>{}<span class="unseen">.</span></del>')

Piece = tuple[str, str]
"""What stood there, and what stands there now; both the same where nothing changed."""


def marked(old: str, new: str) -> Markup:
    """Both texts in one, with what went and what came marked."""
    return Markup("").join(_mark(*piece) for piece in _pieces(old, new))


def _mark(old: str, new: str) -> Markup:
    if old == new:
        return Markup("{}").format(new)
    went = _DELETED.format(gettext("Removed"), old) if old else Markup("")
    return went + (_INSERTED.format(gettext("Added"), new) if new else Markup(""))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """Line by line, and within lines that differ word by word."""
    lines = list(_compared(old.splitlines(keepends=True), new.splitlines(keepends=True)))
    words = [(_WORD.findall(was), _WORD.findall(now)) if was != now else ([was], [now]) for was, now in lines]
    if sum(len(was) * len(now) for was, now in words) > MOST_COMPARED:
        yield from lines
    else:
        for was, now in words:
            yield from _compared(was, now)


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    yield head, head
    if len(was) * len(now) > MOST_COMPARED:
        yield "".join(was), "".join(now)
    else:
        for _kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            yield "".join(was[a:b]), "".join(now[c:d])
    yield tail, tail


def _shared(old: list[str], new: list[str]) -> int:
    """How many pieces are the same from the beginning on."""
    different = (number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    return next(different, min(len(old), len(new)))
