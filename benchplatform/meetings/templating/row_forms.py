"""One row of each kind in the forms of a template: an objective, a preparation, a part of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import Field, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired

from ...fields import WholeNumber, choices, line, text
from ...languages import Bilingual
from .. import parts, pasted
from ..agenda_forms import KINDS, LONGEST_PARTS
from ..models import MINUTES_IN_A_DAY, SlotKind, minute_of
from ..models.preparations import MOST_DAYS
from .content import LONGEST_OBJECTIVE, LONGEST_TASK, Asked, Piece, PiecePart
from .names import roles
from .rows import RowForm

BEFORE, AFTER = "before", "after"
_CHOOSE = lazy_gettext("Choose …")


def both(sv: Field, en: Field) -> Bilingual:
    """What is written in the two fields, without a language that is left empty."""
    return Bilingual.of(sv=sv.data, en=en.data)


class ObjectiveRow(RowForm):
    sv = text(lazy_gettext("In Swedish"), LONGEST_OBJECTIVE)
    en = text(lazy_gettext("In English"), LONGEST_OBJECTIVE)


class PreparationRow(RowForm):
    sv = text(lazy_gettext("In Swedish"), LONGEST_TASK)
    en = text(lazy_gettext("In English"), LONGEST_TASK)
    responsible = SelectField(lazy_gettext("Asked of"), [InputRequired(lazy_gettext("Choose who does it."))])
    days = WholeNumber(lazy_gettext("Days"), [InputRequired(lazy_gettext("Write a number of days."))])
    when = SelectField(
        lazy_gettext("Before or after"),
        choices=choices({BEFORE: lazy_gettext("before the meeting"), AFTER: lazy_gettext("after the meeting")}),
    )
    kind = SelectField(lazy_gettext("What ticks it"))

    def offer(self, kinds: Mapping[str, Any]) -> None:
        known = roles()
        unknown = {} if self.responsible.data in known else {"": _CHOOSE}
        self.responsible.choices = choices({**unknown, **known})
        self.kind.choices = choices(kinds)

    @property
    def said(self) -> Asked:
        days = (self.days.data or 0) * (1 if self.when.data == AFTER else -1)
        return Asked(both(self.sv, self.en), self.responsible.data, days, self.kind.data or None)

    def validate_sv(self, field: Field) -> None:
        if not both(self.sv, self.en):
            raise ValidationError(gettext("Write what is to be done, in at least one language, or take it out."))

    def validate_days(self, field: Field) -> None:
        if field.data is not None and not 0 <= field.data <= MOST_DAYS:
            raise ValidationError(gettext("Write a number of days from 0 to %(limit)s.", limit=MOST_DAYS))


class PieceRow(RowForm):
    starts = TimeField(
        lazy_gettext("Begins at"), [InputRequired(lazy_gettext("Write a time with hours and minutes: 09:30."))]
    )
    minutes = WholeNumber(lazy_gettext("Minutes"), [InputRequired(lazy_gettext("Say how long it takes, in minutes."))])
    kind = SelectField(lazy_gettext("Kind"), [InputRequired(lazy_gettext("Choose what kind of part it is."))])
    sv = line(lazy_gettext("What happens, in Swedish"), pasted.LONGEST_TITLE)
    en = line(lazy_gettext("What happens, in English"), pasted.LONGEST_TITLE)
    parts = text(lazy_gettext("Parts"), LONGEST_PARTS)
    parts_before: Sequence[PiecePart] = ()
    found_parts: Sequence[PiecePart] = ()

    def offer(self, agenda: Sequence[Piece]) -> None:
        """The kinds; and the parts that the template has in this place, for their other language."""
        said, title = self.parts.data, both(self.sv, self.en)
        same = (piece.parts for piece in agenda if parts.written(piece.parts) == said or piece.title == title)
        self.parts_before = next(same, ())
        unknown = {} if self.kind.data in list(SlotKind) else {"": _CHOOSE}
        self.kind.choices = choices({**unknown, **KINDS})

    @property
    def said(self) -> Piece:
        when = self.starts.data, self.minutes.data or 0
        return Piece(*when, self.kind.data, both(self.sv, self.en), tuple(self.found_parts))

    def validate_parts(self, field: Field) -> None:
        try:
            found = parts.read(field.data, self.minutes.data or 0, self.parts_before)
        except pasted.NotUnderstood as refused:
            raise ValidationError(" ".join(refused.sentences)) from refused
        self.found_parts = [PiecePart(part.minutes, part.title) for part in found]

    def validate_sv(self, field: Field) -> None:
        if not both(self.sv, self.en):
            raise ValidationError(gettext("Write what happens, in at least one language."))

    def validate_minutes(self, field: Field) -> None:
        if field.data is not None and not 0 < field.data < MINUTES_IN_A_DAY:
            raise ValidationError(gettext("Say how long it takes, in minutes."))
        if field.data and self.starts.data and minute_of(self.starts.data) + field.data >= MINUTES_IN_A_DAY:
            raise ValidationError(gettext("The day would go on past midnight. Choose an earlier time."))
