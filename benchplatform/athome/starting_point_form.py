"""The form of a starting point: a field for each question."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import NumberRange, Optional

from ..fields import StartedFrom, WholeNumber, text
from .models import StartingPoint
from .questions import Question, questions

LONGEST_ANSWER = 1_000
LARGEST_NUMBER = 10_000_000
_TOO_LARGE = lazy_gettext("Write a number from 0 to 10,000,000.")


class StartingPointForm(FlaskForm):
    """Every question may wait, but one has to be answered."""

    version = StartedFrom()

    @classmethod
    def of(cls, starting_point: StartingPoint | None) -> Self:
        """As it is saved; empty, from version 0, while nothing is."""
        if starting_point is None:
            return cls(data={"version": 0})
        return cls(data=starting_point.answers | {"version": starting_point.version})

    @property
    def answers(self) -> dict[str, Any]:
        """What is answered, by the key of the question."""
        found = {question.key: self[question.key].data for question in questions()}
        return {key: answer for key, answer in found.items() if answer not in (None, "")}

    def validate(self, **given: Any) -> bool:
        is_valid: bool = super().validate(**given)
        if is_valid and not self.answers:
            self.form_errors.append(gettext("Answer at least one of the questions; the others can wait."))
        return is_valid and bool(self.answers)


def _field(question: Question) -> Field:
    if question.is_number:
        checks = [Optional(), NumberRange(0, LARGEST_NUMBER, _TOO_LARGE)]
        return WholeNumber(question.words, checks, render_kw={"inputmode": "numeric"})
    return text(question.words, LONGEST_ANSWER)


for _question in questions():
    setattr(StartingPointForm, _question.key, _field(_question))
