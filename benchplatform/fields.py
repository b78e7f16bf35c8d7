"""Fields that forms share: lines and texts without invisible characters, and lengths said in numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, gettext
from wtforms import Form, IntegerField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

_MOST_DIGITS = 20
_INVISIBLE = {"Cc", "Cf", "Cs"}


def clean_line(text: str | None) -> str:
    """One line with single spaces; no control characters, and none that turn the direction of reading."""
    shown = "".join(" " if c.isspace() else c for c in text or "" if c.isspace() or not _is_invisible(c))
    return unicodedata.normalize("NFC", " ".join(shown.split()))


def clean_text(text: str | None) -> str:
    """Several lines, without spaces at the ends; joiners stay, since other scripts and emoji need them."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


class AtMost:
    """Refuse a longer text with both numbers. Browsers are not told: they would cut what is pasted, in silence."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            numbers = {"length": format_decimal(length), "limit": format_decimal(self.limit)}
            raise ValidationError(gettext("%(length)s characters, the limit is %(limit)s.", **numbers))


def line(label: Any, limit: int, required: Any = "", **given: Any) -> StringField:
    """A field for one line; `required` is the sentence for one that is left empty."""
    return StringField(label, _checks(limit, required), filters=[clean_line], **given)


def text(label: Any, limit: int, required: Any = "", **given: Any) -> TextAreaField:
    """A field for several lines."""
    return TextAreaField(label, _checks(limit, required), filters=[clean_text], **given)


def choices(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """The options of a select field: value -> what people call it."""
    return [SelectChoice(str(value), name) for value, name in names.items()]


def _checks(limit: int, required: Any) -> list[Any]:
    return [*([DataRequired(required)] if required else []), AtMost(limit)]


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


class WholeNumber(IntegerField):
    """A whole number, written as people write it: "14 200" too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        digits = "".join("".join(valuelist).split())
        if not digits.removeprefix("-").isdecimal() or len(digits) > _MOST_DIGITS:
            self.data = None
            if digits:
                raise ValueError(gettext("Write a whole number, such as 14200."))
            return
        self.data = int(digits)
