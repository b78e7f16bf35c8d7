"""The form of a whole programme: for each meeting what it is about, its day, its host, its place and hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import FormField, SelectField, TimeField, ValidationError
from wtforms.validators import Optional

from ... import dates
from ...fields import refuse
from ...organisations.models import Organisation
from ...programmes.models import Cluster
from ..forms import DayForm
from ..journey import short_title
from ..models import Meeting, TemplateVersion
from .content import MeetingTemplate, meetings_of
from .planning import Occasion, draft, theme
from .proposing import is_weekend, proposed_days, proposed_hosts
from .rows import RowForm, Rows


class Row(RowForm, DayForm):
    """One meeting of the programme; the joint ones have no choice of what they are about."""

    theme = SelectField()
    starts = TimeField(lazy_gettext("Begins at"), [Optional()])
    place_in_order: MeetingTemplate
    """The meeting that the template has here: its number stays, what it is about may be another one's."""
    themes: Mapping[str, MeetingTemplate]

    def offer(self, here: MeetingTemplate, themes: Mapping[str, MeetingTemplate], hosts: list[Organisation]) -> None:
        self.place_in_order, self.themes = here, themes
        self.offer_hosts(hosts)
        if not here.is_benchmarking:
            del self.theme
            return
        self.theme.label.text = gettext("%(meeting)s is about", meeting=self.title)
        self.theme.choices = [(key, theme(one)) for key, one in themes.items()]

    @property
    def title(self) -> str:
        """ "Meeting 1" """
        return short_title(self.place_in_order)

    @property
    def chosen(self) -> MeetingTemplate:
        return self.themes[self.theme.data] if "theme" in self else self.place_in_order

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.day.data, self.starts.data, self.place.data or "", self.host.data)

    @property
    def warning(self) -> str:
        """About a day that can be chosen, though few would."""
        day = self.day.data
        return gettext("%(day)s is on a weekend.", day=dates.long_date(day)) if day and is_weekend(day) else ""

    def validate_day(self, field: Any) -> None:
        super().validate_day(field)
        if field.data and field.data < dates.today():
            raise ValidationError(gettext("That day has been. Choose today or a later day."))

    def validate_starts(self, field: TimeField) -> None:
        if "theme" not in self or self.theme.data in self.themes:
            self.length = self.chosen.length
        super().validate_starts(field)


class ProgrammeForm(FlaskForm):
    """A row for each meeting of a template, in the order of their numbers, which is that of their days."""

    meetings: Rows

    @classmethod
    def of(cls, version: TemplateVersion, cluster: Cluster) -> Self:
        """With what is proposed; on a form that was sent, with what was written."""
        meetings, hosts = meetings_of(version), cluster.organisations
        count = len(meetings)

        class Form(cls):  # type: ignore[valid-type, misc]
            meetings = Rows(FormField(Row), min_entries=count, max_entries=count)

        form = Form(data={"meetings": _proposed(meetings, cluster)})
        themes = {one.key: one for one in meetings if one.is_benchmarking}
        for row, here in zip(form.rows, meetings, strict=True):
            row.offer(here, themes, hosts)
        return form

    @property
    def rows(self) -> list[Row]:
        return [entry.form for entry in self.meetings]

    @property
    def warnings(self) -> list[str]:
        return [f"{row.title}: {row.warning}" for row in self.rows if row.warning]

    @property
    def wrong(self) -> Iterator[tuple[Row, Any]]:
        """Each field with an error, and the row it stands in."""
        return ((row, field) for row in self.rows for field in row if field.errors)

    def drafts(self, version: TemplateVersion, cluster: Cluster) -> list[Meeting]:
        """The meetings as they will be; raises CannotPlan."""
        rows = self.rows
        return [draft(cluster, version, row.chosen, row.occasion, row.place_in_order.number) for row in rows]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        self._check_order()
        self._check_themes()
        return is_valid and not any(self.wrong)

    def _check_order(self) -> None:
        dated = [row for row in self.rows if row.day.data and not row.day.errors]
        for before, row in pairwise(dated):
            if row.day.data == before.day.data:
                words = gettext("%(meeting)s is on the same day. Choose another one.", meeting=before.title)
                refuse(row.day, words)
            elif row.day.data < before.day.data:
                day = dates.short_date(before.day.data)
                words = gettext(
                    "This is before %(meeting)s (%(day)s). The meetings are numbered in the order of their days.",
                    **{"meeting": before.title, "day": day},
                )
                refuse(row.day, words)

    def _check_themes(self) -> None:
        taken: dict[str, Row] = {}
        for row in self.rows:
            if "theme" in row and not row.theme.errors:
                first = taken.setdefault(row.theme.data, row)
                if first is not row:
                    refuse(row.theme, gettext("%(meeting)s is about this already.", meeting=first.title))


def _proposed(meetings: Sequence[MeetingTemplate], cluster: Cluster) -> list[dict[str, Any]]:
    days: list[dt.date] = proposed_days(meetings, dates.today())
    hosts = proposed_hosts(cluster, len(meetings))
    return [
        {"theme": meeting.key, "day": day, "host": host, "starts": meeting.agenda[0].starts}
        for meeting, day, host in zip(meetings, days, hosts, strict=True)
    ]
