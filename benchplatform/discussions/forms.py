"""What one writes: a post, or a thread with its first post."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired

from .. import markup
from .audiences import Choice

LONGEST_TITLE = 160


def as_text(value: str | None) -> str:
    """Line ends as one character, so that the count is the one people see; no NUL, which PostgreSQL refuses."""
    return (value or "").replace("\r\n", "\n").replace("\x00", "")


def as_line(value: str | None) -> str:
    return " ".join(as_text(value).split())


class AtMost:
    """Refuses a longer text with a sentence that holds both numbers; nothing is cut."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: FlaskForm, field: StringField) -> None:
        if len(field.data or "") > self.limit:
            raise ValidationError(
                gettext(
                    "Your text has %(count)s characters, the limit is %(limit)s.",
                    count=f"{len(field.data or ''):,}".replace(",", "\u00a0"),
                    limit=f"{self.limit:,}".replace(",", "\u00a0"),
                )
            )


def _has_words(form: FlaskForm, field: StringField) -> None:
    if not (field.data or "").strip():
        raise ValidationError(gettext("Write something first."))


class PostForm(FlaskForm):
    text = TextAreaField(
        lazy_gettext("Your post"),
        [InputRequired(lazy_gettext("Write something first.")), _has_words, AtMost(markup.LONGEST_TEXT)],
        filters=[as_text],
    )


class ThreadForm(PostForm):
    title = StringField(
        lazy_gettext("Title"),
        [InputRequired(lazy_gettext("Give the thread a title.")), AtMost(LONGEST_TITLE)],
        filters=[as_line],
    )
    audience = RadioField(lazy_gettext("Who sees this"), default="all")

    def offer(self, choices: list[Choice]) -> None:
        self.audience.choices = [(choice.key, choice.words) for choice in choices]
        self._offered = {choice.key: choice for choice in choices}

    @property
    def chosen(self) -> Choice:
        return self._offered[self.audience.data]
