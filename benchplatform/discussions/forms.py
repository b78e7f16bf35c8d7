"""What one writes: a post, or a thread with its first post."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from .. import markup
from ..audience import Audience
from ..fields import StartedFrom, WholeNumber, choices, clean_line, line, text
from ..files.actions import Refused, limit_mb
from ..files.kinds import ACCEPTED, labels
from ..organisations.models import Organisation
from ..requests import MOST_FILES
from . import attachments
from .asking import Mentor
from .audiences import Choice
from .models import Question

LONGEST_TITLE = 160
LONGEST_REASON = 1000
LONGEST_CONCLUSION = 5_000


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

    ask_mentor = BooleanField(lazy_gettext("Ask the mentor"))

    def offer(self, choices: list[Choice]) -> None:
        self.audience.choices = [(choice.key, choice.words) for choice in choices]
        self._offered = {choice.key: choice for choice in choices}

    def offer_mentor(self, mentor: Mentor | None) -> None:
        """Without one to ask there is no box."""
        self.mentor = mentor
        if mentor is None:
            del self.ask_mentor
        else:
            name = mentor.organisation.name
            self.ask_mentor.label.text = gettext("Ask the mentor: %(organisation)s", organisation=name)

    def validate_ask_mentor(self, field: BooleanField) -> None:
        choice = self._offered.get(self.audience.data)
        if field.data and self.mentor and choice and not self.mentor.sees(choice):
            name = self.mentor.organisation.name
            raise ValidationError(
                gettext(
                    "Nobody of %(organisation)s would see the question. Choose others to see it.", organisation=name
                )
            )

    @property
    def asked(self) -> Mentor | None:
        """Whom the thread asks, if anybody."""
        return self.mentor if "ask_mentor" in self and self.ask_mentor.data else None

    @property
    def chosen(self) -> Choice:
        """What was chosen; the first as long as nothing was."""
        return self._offered.get(self.audience.data) or next(iter(self._offered.values()))


class EditForm(PostForm):
    version = StartedFrom()


class RemovalForm(FlaskForm):
    """For the author, who may say why."""

    why = text(lazy_gettext("Why"), LONGEST_REASON)


class HidingForm(FlaskForm):
    """For those who moderate, who have to."""

    why = text(lazy_gettext("Why"), LONGEST_REASON, lazy_gettext("Say why: the author reads it."))


class ReportForm(FlaskForm):
    concern = text(lazy_gettext("What is wrong with it?"), LONGEST_REASON, lazy_gettext("Say what is wrong with it."))


class ClosingForm(FlaskForm):
    conclusion = text(
        lazy_gettext("Conclusion"), LONGEST_CONCLUSION, lazy_gettext("Write in a sentence or two what you arrived at.")
    )


class RenamingForm(FlaskForm):
    title = line(lazy_gettext("Title"), LONGEST_TITLE, lazy_gettext("Give the thread a title."))
    before = HiddenField(filters=[clean_line])
    """The title that the writer saw: if it is another one now, somebody has been faster."""


class MovingForm(FlaskForm):
    place = SelectField(lazy_gettext("What the thread is to be about"), validate_choice=False)


class MergingForm(FlaskForm):
    target = SelectField(lazy_gettext("The thread that it is to be part of"), validate_choice=False)


class SplittingForm(FlaskForm):
    first = WholeNumber(
        lazy_gettext("Number of the first post that moves"),
        [InputRequired(lazy_gettext("Write the number that stands beside the post."))],
    )
    new_title = line(lazy_gettext("Title of the new thread"), LONGEST_TITLE, lazy_gettext("Give the thread a title."))


class AudienceForm(FlaskForm):
    audience = RadioField(lazy_gettext("Who sees this"))
    confirmed = HiddenField()
    """How many others the page said would be asked: with another number it is shown again."""


class HandOnForm(FlaskForm):
    """Which other organisation is to answer a question."""

    organisation = SelectField(lazy_gettext("Organisation"))

    def offer(self, question: Question) -> None:
        """Those that take part, but not the one that asks, nor the one that is asked now."""
        left_out = {question.organisation_id, question.asker_id}
        self._offered = {str(one.id): one for one in question.cluster.organisations if one.id not in left_out}
        self.organisation.choices = choices({id: one.name for id, one in self._offered.items()})

    @property
    def chosen(self) -> Organisation:
        return self._offered[self.organisation.data]
