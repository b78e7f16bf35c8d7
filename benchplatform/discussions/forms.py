"""What one writes: a post, or a thread with its first post."""

from __future__ import annotations

from functools import cache

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from .. import markup
from ..fields import choices, line, text
from ..organisations.models import Organisation
from .asking import Mentor
from .audiences import Choice
from .models import Question

LONGEST_TITLE = 160


class PostForm(FlaskForm):
    text = text(lazy_gettext("Your post"), markup.LONGEST_TEXT, lazy_gettext("Write something first."))


@cache
def empty_form() -> PostForm:
    """The form as it stands below a thread, only to be shown; the page has the token beside it."""
    return PostForm(formdata=None, meta={"csrf": False})


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
        return self._offered[self.audience.data]


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
