"""Answering whether one comes, for oneself or for a colleague."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from ..fields import StartedFrom, choices, line
from .coming_words import ANSWER_NAMES
from .models import Attendance
from .models.coming import LONGEST_NEEDS


class ColleagueForm(FlaskForm):
    """What a key person says for somebody: the answer alone."""

    answer = RadioField(
        lazy_gettext("Are you coming?"),
        [InputRequired(lazy_gettext("Choose one of the three answers."))],
        choices=choices(ANSWER_NAMES),
    )
    version = StartedFrom()


class AnswerForm(ColleagueForm):
    needs = line(lazy_gettext("What you need: food, access, interpreting"), LONGEST_NEEDS)

    @classmethod
    def of(cls, own: Attendance | None) -> Self:
        """As the person has answered; what is sent stands above that."""
        if own is None:
            return cls(data={"version": 0})
        return cls(data={"answer": own.answer.value, "needs": own.needs, "version": own.version})
