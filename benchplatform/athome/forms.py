"""A line of the log: quick to fill in on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import DateField, Field, SelectField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from .. import dates
from ..fields import StartedFrom, WholeNumber, choices, line
from ..languages import language
from ..organisations.models import Organisation
from .models import LONGEST_GROUP, LONGEST_LEARNT, How, Occasion
from .names import HOW_NAMES

MOST_PEOPLE = 1_000_000
EARLIEST_DAYS = 730
_WHOM = lazy_gettext("Write who was told, such as the management team.")
_HOW_MANY = lazy_gettext("Say how many they were; roughly is fine.")
_DAY = lazy_gettext("Choose a day, written as year-month-day: 2027-03-05.")


class OccasionForm(FlaskForm):
    group_told = line(lazy_gettext("Who was told"), LONGEST_GROUP, _WHOM, render_kw={"list": "groups"})
    people = WholeNumber(
        lazy_gettext("How many"),
        [InputRequired(_HOW_MANY), NumberRange(1, MOST_PEOPLE, lazy_gettext("Write a number from 1 to 1,000,000."))],
        render_kw={"inputmode": "numeric"},
    )
    day = DateField(lazy_gettext("Day"), [InputRequired(_DAY)], default=dates.today)
    how = SelectField(lazy_gettext("How"), choices=choices(HOW_NAMES))
    learnt = line(lazy_gettext("What they were told or learnt, in a line"), LONGEST_LEARNT)

    def validate_day(self, field: Field) -> None:
        if field.data and not dt.timedelta(0) <= dates.today() - field.data <= dt.timedelta(EARLIEST_DAYS):
            raise ValidationError(gettext("Choose a day that has been, in the last two years."))

    @property
    def words(self) -> dict[str, Any]:
        """What to save, by the model's own names."""
        found = {name: self[name].data for name in ("group_told", "people", "day", "learnt")}
        return found | {"how": How(self.how.data), "locale": current_user.locale or language()}


class NewForm(OccasionForm):
    """Who speaks for several organisations of the cluster says for which; for others it is their only one."""

    owner = SelectField(lazy_gettext("Organisation"), coerce=int)

    @classmethod
    def to_write_for(cls, organisations: Sequence[Organisation]) -> Self:
        form = cls()
        form.owner.choices = [(one.id, one.name) for one in organisations]
        if len(organisations) == 1:
            form.owner.data = organisations[0].id
        return form


class EditForm(OccasionForm):
    version = StartedFrom()

    @classmethod
    def of(cls, occasion: Occasion) -> Self:
        names = ("group_told", "people", "how", "day", "learnt", "version")
        return cls(data={name: getattr(occasion, name) for name in names})


class RemovalForm(FlaskForm):
    version = StartedFrom()
