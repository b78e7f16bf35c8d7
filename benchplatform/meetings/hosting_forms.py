"""What is said of one thing on the host's checklist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired, NumberRange

from ..accounts.models import Person
from ..fields import StartedFrom, WholeNumber, line, number_or_none
from .models import HostingItem
from .models.hosting import LONGEST_NAME, LONGEST_NOTE

MOST_DAYS = 365
_HOW_MANY = lazy_gettext("Write how many days before the meeting it should be done: a number from 0 to 365.")


class HostingForm(FlaskForm):
    """Who sees to it, by when, and what is good to know."""

    owner = SelectField(lazy_gettext("Who sees to it"), coerce=number_or_none)
    days = WholeNumber(
        lazy_gettext("Days before the meeting"), [InputRequired(_HOW_MANY), NumberRange(0, MOST_DAYS, _HOW_MANY)]
    )
    note = line(lazy_gettext("Good to know"), LONGEST_NOTE)
    version = StartedFrom()

    @classmethod
    def of(cls, item: HostingItem) -> Self:
        values = {"name": item.name, "owner": item.owner_id, "days": -item.due_offset_days, "note": item.note}
        return cls(data=values | {"version": item.version})

    def offer(self, people: Iterable[Person]) -> None:
        self.owner.choices = [("", gettext("Nobody yet")), *((person.id, person.name) for person in people)]

    @property
    def values(self) -> dict[str, Any]:
        """As the columns have them."""
        return {"owner_id": self.owner.data, "due_offset_days": -(self.days.data or 0), "note": self.note.data}


class OwnHostingForm(HostingForm):
    """Of a thing that the host has added, with its name."""

    name = line(lazy_gettext("What has to be there"), LONGEST_NAME, lazy_gettext("Write what has to be there."))

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"name": self.name.data}
