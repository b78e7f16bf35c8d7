"""Rows of a form that buttons add, move and take out, without scripts: what is written stays, and nothing is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FieldList

ADD, UP, DOWN, OUT = "add", "up", "down", "out"
_MOST_DIGITS = 4


class RowForm(FlaskForm):
    """One row."""

    class Meta(FlaskForm.Meta):
        csrf = False
        """The page's form has the token; this is one of its parts."""


class Rows(FieldList):
    """A button's value says what it does to which row: "up-3"."""

    def act(self, value: str, new: Mapping[str, Any]) -> int:
        """Do what the button says, `new` being a row to add; which row it is now, or the next one. Forged: nothing."""
        verb, _, digits = value.partition("-")
        index = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else -1
        if verb == ADD and len(self) < (self.max_entries or 0):
            self.append_entry(new)
            return len(self) - 1
        target = {UP: index - 1, DOWN: index + 1}.get(verb, index)
        if verb not in (UP, DOWN, OUT) or not (0 <= index < len(self) and 0 <= target < len(self)):
            return 0
        entry = self.pop_entry(index)
        if verb != OUT:
            self.entries.insert(target, entry)
            self._compact_indices()
        return min(target, len(self) - 1)

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """Of names that we write ourselves alone: a forged one with another script's figures is no row."""
        start = f"{prefix}-"
        digits = (name[len(start) :].split("-", 1)[0] for name in formdata if name.startswith(start))
        return (int(one) for one in digits if one.isascii() and one.isdecimal() and len(one) <= _MOST_DIGITS)
