"""What one writes: a post, or a thread with its first post."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, ValidationError

from .. import markup
from ..audience import Audience
from ..fields import line, text
from ..files.actions import Refused, limit_mb
from ..files.kinds import ACCEPTED, labels
from ..requests import MOST_FILES
from . import attachments
from .audiences import Choice

LONGEST_TITLE = 160


class PostForm(FlaskForm):
    text = text(lazy_gettext("Your post"), markup.LONGEST_TEXT, lazy_gettext("Write something first."))
    file = MultipleFileField(lazy_gettext("Images and files"), render_kw={"accept": ACCEPTED})
    _refusals: tuple[str, ...] = ()

    def take_files(self, writer: Any, audience: Audience) -> bool:
        """Keep the files that came with the form and put links to them below the text; were there any?"""
        links = [link for upload in self._uploads() if (link := self._link_to(upload, writer, audience))]
        if links:
            self.text.data = "\n\n".join(filter(None, [self.text.data, *links]))
        return bool(links)

    def validate_file(self, field: Any) -> None:
        if self._refusals:
            raise ValidationError(" ".join(self._refusals))

    def _uploads(self) -> list[Any]:
        chosen = [upload for upload in request.files.getlist("file") if upload.filename]
        if len(chosen) > MOST_FILES:
            too_many = gettext("%(count)d files, the limit is %(limit)d.", count=len(chosen), limit=MOST_FILES)
            self._refusals = (too_many,)
            return []
        return chosen

    def _link_to(self, upload: Any, writer: Any, audience: Audience) -> str:
        try:
            return attachments.link_to(attachments.keep(upload, writer, audience))
        except Refused as refusal:
            self._refusals += (f"{upload.filename[:100]}: {refusal}",)
            return ""


def files_told() -> str:
    """Which files may be chosen, said before anybody chooses."""
    return gettext(
        "%(kinds)s; at most %(count)d at a time, %(limit)d MB together.",
        kinds=labels(),
        count=MOST_FILES,
        limit=limit_mb(),
    )


@cache
def empty_form() -> PostForm:
    """The form as it stands below a thread, only to be shown; the page has the token beside it."""
    return filled_form("")


def filled_form(text: str) -> PostForm:
    """The same with a text to begin with."""
    form = PostForm(formdata=None, meta={"csrf": False})
    form.text.data = text  # as it stands: the field would take the empty line at its end
    return form


class ThreadForm(PostForm):
    title = line(lazy_gettext("Title"), LONGEST_TITLE, lazy_gettext("Give the thread a title."))
    audience = RadioField(lazy_gettext("Who sees this"), default="all")

    def offer(self, choices: list[Choice]) -> None:
        self.audience.choices = [(choice.key, choice.words) for choice in choices]
        self._offered = {choice.key: choice for choice in choices}

    @property
    def chosen(self) -> Choice:
        """What was chosen; the first as long as nothing was."""
        return self._offered.get(self.audience.data) or next(iter(self._offered.values()))
