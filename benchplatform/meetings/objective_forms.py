"""What one writes about objectives: how far one's organisation has come, and the statement itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.validators import Optional

from ..database import db, utc_now
from ..fields import StartedFrom, choices, clean_line, line, text
from ..languages import Bilingual
from . import proofs
from .models import LONGEST_PROOF, LONGEST_WORDS, Objective, ObjectiveAssessment, Outcome

LONGEST_OBJECTIVE = 300
ANSWERS: Mapping[Outcome, Any] = {
    Outcome.MET: lazy_gettext("Met"),
    Outcome.PARTLY: lazy_gettext("Partly"),
    Outcome.NOT_YET: lazy_gettext("Not yet"),
}
_FIELDS = ("answer", "proof_url", "words")


class AnswerForm(FlaskForm):
    """What an organisation says of one objective; left empty, it says nothing."""

    class Meta(FlaskForm.Meta):
        csrf = False
        """The page's form has the token; this is one of its parts."""

    answer = RadioField(choices=choices(ANSWERS), validators=[Optional()])
    proof_url = line(lazy_gettext("Link to proof"), LONGEST_PROOF)
    words = line(lazy_gettext("In a few words"), LONGEST_WORDS)
    version = StartedFrom()

    def validate_proof_url(self, field: Any) -> None:
        if field.data:
            try:
                field.data = proofs.kept_as(field.data)
            except ValueError as refused:
                raise ValidationError(str(refused)) from refused

    def validate_words(self, field: Any) -> None:
        if not self.answer.data and (field.data or self.proof_url.data):
            raise ValidationError(gettext("Choose above how far you have come."))


@dataclass
class Line:
    """An objective in the form: what the organisation has said of it so far, and what is being said."""

    objective: Objective
    own: ObjectiveAssessment | None
    form: AnswerForm
    is_clash: bool = False
    """A colleague has said something else meanwhile."""

    @classmethod
    def of(cls, objective: Objective, own: ObjectiveAssessment | None) -> Self:
        names = (*_FIELDS, "version")
        now = {name: getattr(own, name) for name in names} if own else {"version": 0}
        return cls(objective, own, AnswerForm(prefix=f"objective-{objective.id}-", data=now))

    @property
    def is_said(self) -> bool:
        return bool(self.form.answer.data)

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self.form, name).data for name in _FIELDS}

    @property
    def has_new_reasons(self) -> bool:
        """Are words or a link in the form that are not what is saved, or wrong?"""
        fields = self.form.words, self.form.proof_url
        saved = (self.own.words, self.own.proof_url) if self.own else ("", "")
        return any(field.errors or (field.data or "") != now for field, now in zip(fields, saved, strict=True))

    def save(self, organisation_id: int, person: Any) -> bool:
        """Save what differs from what stands there; False when a colleague has said something else meanwhile."""
        if not self.is_said or (self.own and all(getattr(self.own, name) == self.values[name] for name in _FIELDS)):
            return True
        now = self.values | {"by_id": person.id, "at": utc_now()}
        if self.own is not None:
            return self.own.edit(self.form.version.data, **now)
        db.session.add(ObjectiveAssessment(objective_id=self.objective.id, organisation_id=organisation_id, **now))
        return True

    def clash_with(self, own: ObjectiveAssessment | None) -> None:
        """What is sent next, both in sight, is meant to stand."""
        self.own, self.is_clash = own, True
        self.form.version.start_from(own.version if own else 0)


class ObjectiveForm(FlaskForm):
    text_sv = text(lazy_gettext("The objective, in Swedish"), LONGEST_OBJECTIVE)
    text_en = text(lazy_gettext("The objective, in English"), LONGEST_OBJECTIVE)
    version = StartedFrom()

    @classmethod
    def of(cls, objective: Objective) -> Self:
        now = {"text_sv": objective.text.get("sv"), "text_en": objective.text.get("en")}
        return cls(data=now | {"version": objective.version})

    @property
    def text(self) -> Bilingual:
        both = {"sv": clean_line(self.text_sv.data), "en": clean_line(self.text_en.data)}
        return Bilingual({code: words for code, words in both.items() if words})

    def validate_text_sv(self, field: Any) -> None:
        if not self.text:
            raise ValidationError(gettext("Write the objective in at least one language."))


class RemovalForm(FlaskForm):
    version = StartedFrom()
    sure = HiddenField()
    """Of how many organisations' words one knows that they go along."""


def texts(posted: Mapping[str, str], but_of: Sequence[Objective] = ()) -> list[str]:
    """What was written of objectives, but of those that can still be shown in the form."""
    shown = tuple(f"objective-{objective.id}-" for objective in but_of)
    named = (name for name in posted if name.startswith("objective-") and name.endswith(("-words", "-proof_url")))
    return [posted[name] for name in named if not name.startswith(shown) and posted[name].strip()]
