"""What one writes: an idea, and why it is taken up or dropped."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField

from .. import markup
from ..discussions.audiences import Choice
from ..fields import StartedFrom, choices, line, text
from ..meetings.journey import short_title
from ..meetings.models import Meeting
from .models import LONGEST_TITLE, LONGEST_WHY, Idea, Verdict
from .names import VERDICT_NAMES


class WordsForm(FlaskForm):
    title = line(lazy_gettext("Title"), LONGEST_TITLE, lazy_gettext("Give the idea a title."))
    text = text(lazy_gettext("The idea"), markup.LONGEST_TEXT, lazy_gettext("Write in a few words what the idea is."))


class NewForm(WordsForm):
    meeting = SelectField(lazy_gettext("The meeting it came up at"))
    audience = RadioField(lazy_gettext("Who sees this"), default="all")

    def offer(self, meetings: list[Meeting], audiences: list[Choice]) -> None:
        self.meeting.choices = choices({"": "–"} | {one.id: short_title(one) for one in meetings})
        self.audience.choices = [(choice.key, choice.words) for choice in audiences]
        self._offered = {choice.key: choice for choice in audiences}

    @property
    def chosen(self) -> Choice:
        return self._offered[self.audience.data]


class EditForm(WordsForm):
    version = StartedFrom()

    @classmethod
    def of(cls, idea: Idea) -> Self:
        return cls(data={"title": idea.title, "text": idea.text, "version": idea.version})


class DecisionForm(FlaskForm):
    """What an organisation does with an idea of its own."""

    _names = choices(VERDICT_NAMES)
    verdict = RadioField(lazy_gettext("What you decide"), choices=_names, default=Verdict.TAKEN_UP.value)
    why = line(lazy_gettext("Why, in a sentence"), LONGEST_WHY, lazy_gettext("Say in a sentence why."))
