"""What the lines of a log come to, in words: how many people in how many groups at home have been told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from babel.lists import format_list
from flask_babel import format_decimal, gettext, ngettext

from .. import dates
from ..languages import language
from ..meetings.journey import in_a_sentence
from ..meetings.models import Meeting


class Line(NamedTuple):
    """What sums are made of."""

    owner_id: int
    day: dt.date
    group: str
    people: int


@dataclass
class Told:
    """Those at home who have been told. A group that was told three times is one group, as large as it once was."""

    occasions: int = 0
    latest: dt.date = dt.date.min
    groups: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Group in small letters -> as the first line has it, and how many people."""

    @classmethod
    def by(cls, lines: Iterable[Line]) -> Self:
        told = cls()
        for line in lines:
            told.occasions += 1
            told.latest = max(told.latest, line.day)
            name, people = told.groups.get(line.group.casefold(), (line.group, 0))
            told.groups[line.group.casefold()] = name, max(people, line.people)
        return told

    @property
    def people(self) -> int:
        return sum(people for _, people in self.groups.values())

    def in_words(self, since_startup: bool) -> str:
        """ "5 occasions, 134 people told since the start-up; latest 3 Nov" """
        occasions = ngettext("%(num)d occasion", "%(num)d occasions", self.occasions)
        number = format_decimal(self.people)
        told = ngettext("%(people)s person told", "%(people)s people told", self.people, people=number)
        words = {"occasions": occasions, "told": told, "date": dates.lately_on(self.latest)}
        if since_startup:
            return gettext("%(occasions)s, %(told)s since the start-up; latest %(date)s", **words)
        return gettext("%(occasions)s, %(told)s; latest %(date)s", **words)

    def in_a_sentence(self, since: Meeting) -> str:
        """ "Since meeting 2 we have told 134 people in 2 groups: Management team (12) and Staff (122)." """
        people = ngettext("%(people)s person", "%(people)s people", self.people, people=format_decimal(self.people))
        groups = [f"{name} ({format_decimal(people)})" for name, people in self.groups.values()]
        return ngettext(
            "Since %(meeting)s we have told %(people)s in %(num)d group: %(groups)s.",
            "Since %(meeting)s we have told %(people)s in %(num)d groups: %(groups)s.",
            len(groups),
            meeting=in_a_sentence(since),
            people=people,
            groups=format_list(groups, locale=language()),
        )


def since(lines: Iterable[Line], meeting: Meeting | None) -> list[Line]:
    """Those of the meeting's day and later; all of them when there is none."""
    return [line for line in lines if meeting is None or line.day >= meeting.day]
