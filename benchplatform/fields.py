"""Fields that forms share: lines and texts without invisible characters, and lengths said in numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import format_decimal, gettext
from wtforms import Form, IntegerField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, StopValidation
from wtforms.widgets import HiddenInput

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


class Visible(DataRequired):
    """Refuse a field without anything to see: empty, or made of spaces and invisible characters."""

    def __call__(self, form: Form, field: Field) -> None:
        if not clean_line(field.data):
            field.errors = []
            raise StopValidation(self.message)


class AtMost:
    """Refuse a longer text with both numbers, and look no further into it: a book in place of an address takes seconds.

    Browsers are not told the limit: they would cut what is pasted, in silence.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            numbers = {"length": format_decimal(length), "limit": format_decimal(self.limit)}
            raise StopValidation(gettext("%(length)s characters, the limit is %(limit)s.", **numbers))


def line(label: Any, limit: int, required: Any = "", **given: Any) -> StringField:
    """A field for one line; `required` is the sentence for one that is left empty."""
    return StringField(label, _checks(limit, required), filters=[clean_line], **given)


def text(label: Any, limit: int, required: Any = "", **given: Any) -> TextAreaField:
    """A field for several lines."""
    return TextAreaField(label, _checks(limit, required), filters=[clean_text], **given)


def number_or_none(value: str | None) -> int | None:
    """For a select field of ids with an empty choice."""
    return int(value) if value else None


def posted_version() -> int | None:
    """The version that a button of no form class was shown with; None for what cannot be one."""
    sent = request.form.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def refuse(field: Field, sentence: str) -> None:
    """Say at a field that passed its checks why it came too late: what is written in it stays."""
    field.errors = [*field.errors, sentence]


def choices(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """The options of a select field: value -> what people call it."""
    return [SelectChoice(str(value), name) for value, name in names.items()]


def _checks(limit: int, required: Any) -> list[Any]:
    return [*([Visible(required)] if required else []), AtMost(limit)]


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


class StartedFrom(IntegerField):
    """Hidden: the version of a thing that the writer began to edit. What never was one becomes 0, which none is."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        digits = "".join(valuelist)
        self.data = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0

    def start_from(self, version: int) -> None:
        """After a clash, both texts in sight: what is sent next is meant to stand."""
        self.data, self.raw_data = version, None


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


def attributes(field: Field, described: str, **given: Any) -> dict[str, Any]:
    """For the form macro: what the field's element says of itself; empty values are left out.

    `maxlength` is never told to browsers. The counter beside a long text gets its limit as `data-limit`.
    """
    limit = max(given.pop("maxlength", 0), 0, *(getattr(check, "limit", 0) for check in field.validators))
    given |= {"aria-describedby": described.strip(), "aria-invalid": "true" if field.errors else ""}
    given |= {"data-limit": limit, "data-count": f"{field.id}-count" if limit else ""}
    return {"maxlength": False} | {name: value for name, value in given.items() if value}
