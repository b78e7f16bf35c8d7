"""Planning a meeting from a template, and changing when and where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired

from .. import dates
from ..accounts.models import Person
from ..fields import StartedFrom, line, number_or_none
from ..organisations.models import Organisation
from .models import Meeting
from .templating.offering import Offer

LONGEST_PLACE = 200
_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
_MIDNIGHT = dt.timedelta(hours=24)


class DayForm(FlaskForm):
    """When, where, with whom as host."""

    length = dt.timedelta()
    """How long the day is: it has to end before midnight."""

    day = DateField(
        lazy_gettext("Day"), [InputRequired(lazy_gettext("Choose a day, written as year-month-day: 2027-03-05."))]
    )
    starts = TimeField(
        lazy_gettext("Begins at"), [InputRequired(lazy_gettext("Write a time with hours and minutes: 09:30."))]
    )
    place = line(lazy_gettext("Place"), LONGEST_PLACE)
    host = SelectField(lazy_gettext("Host organisation"), coerce=number_or_none)

    def offer_hosts(self, organisations: Iterable[Organisation]) -> None:
        names = ((organisation.id, organisation.name) for organisation in organisations)
        self.host.choices = [("", gettext("Not decided yet")), *names]

    def validate_day(self, field: DateField) -> None:
        if field.data and not _FIRST_DAY <= field.data <= _LAST_DAY:
            raise ValidationError(gettext("Choose a day between the years 2000 and 2100."))

    def validate_starts(self, field: TimeField) -> None:
        start = field.data and dt.timedelta(hours=field.data.hour, minutes=field.data.minute)
        if start is not None and start + self.length >= _MIDNIGHT:
            raise ValidationError(gettext("The day would go on past midnight. Choose an earlier time."))


class PlaceForm(DayForm):
    """The part that planning one meeting and editing it share."""

    contact = SelectField(lazy_gettext("Contact"), coerce=number_or_none)

    def offer(self, organisations: Iterable[Organisation], people: Iterable[Person]) -> None:
        self.offer_hosts(organisations)
        names = ((person.id, person.name) for person in people)
        self.contact.choices = [("", gettext("Not decided yet")), *names]


class PlanForm(PlaceForm):
    template = SelectField(lazy_gettext("Which meeting"))

    def offer_templates(self, offers: Mapping[str, Mapping[str, Offer]]) -> None:
        """Meetings that the cluster has not planned yet, below the name of their template when there are several."""
        self.offered = {value: offer for group in offers.values() for value, offer in group.items()}
        groups = {
            name: [(value, str(offer.meeting.title)) for value, offer in group.items()]
            for name, group in offers.items()
        }
        self.template.choices = groups if len(groups) > 1 else [choice for group in groups.values() for choice in group]

    @property
    def chosen(self) -> Offer:
        return self.offered[self.template.data]

    def validate_starts(self, field: TimeField) -> None:
        if self.template.data in self.offered:
            self.length = self.chosen.meeting.length
        super().validate_starts(field)


class EditForm(PlaceForm):
    version = StartedFrom()
    was: dt.date
    """The day of the meeting as it is: one that has been may be put right, to another that has been."""

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        names = ("day", "starts", "place", "version")
        values = {name: getattr(meeting, name) for name in names}
        form = cls(data=values | {"host": meeting.host_id, "contact": meeting.contact_id})
        form.length, form.was = meeting.length, meeting.day
        return form

    @property
    def values(self) -> dict[str, Any]:
        """By the names of the meeting's columns."""
        place = self.place.data or ""
        who = {"host_id": self.host.data, "contact_id": self.contact.data}
        return {"day": self.day.data, "starts": self.starts.data, "place": place} | who

    def validate_day(self, field: DateField) -> None:
        super().validate_day(field)
        if field.data and field.data < dates.today() <= self.was:
            raise ValidationError(gettext("That day has been. Choose today or a later day."))
