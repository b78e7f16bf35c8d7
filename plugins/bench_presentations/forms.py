"""What one writes: the text of a presentation, a file for it, a question about it, and why it is taken back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from benchplatform import fields, markup
from benchplatform.files import kinds
from benchplatform.files.actions import limit_mb

LONGEST_TITLE = 160
LONGEST_REASON = 2_000


class TextForm(FlaskForm):
    """Title and summary; `version` is the one that the person saw when they began to write."""

    title = fields.line(lazy_gettext("Title"), LONGEST_TITLE, lazy_gettext("Give the presentation a title."))
    summary = fields.text(lazy_gettext("Summary"), markup.LONGEST_TEXT)
    version = fields.StartedFrom()


class NewForm(TextForm):
    """The first text, with a file or without."""

    file = FileField(lazy_gettext("File"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.file.render_kw = _told_to_browsers()


class VersionForm(FlaskForm):
    """The next file of a presentation."""

    file = FileField(lazy_gettext("New version"), [FileRequired(lazy_gettext("Choose a file first."))])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.file.render_kw = _told_to_browsers()


class QuestionForm(FlaskForm):
    text = fields.text(lazy_gettext("Your question"), markup.LONGEST_TEXT, lazy_gettext("Write your question first."))


class WithdrawalForm(FlaskForm):
    reason = fields.text(
        lazy_gettext("Reason"), LONGEST_REASON, lazy_gettext("Say in a sentence why it is taken back.")
    )


def file_help() -> str:
    """What may be chosen, said before anybody chooses."""
    return gettext("%(kinds)s, at most %(limit)d MB.", kinds=kinds.labels(), limit=limit_mb())


def _told_to_browsers() -> dict[str, str]:
    return {"accept": kinds.ACCEPTED, "data-limit-mb": str(limit_mb())}
