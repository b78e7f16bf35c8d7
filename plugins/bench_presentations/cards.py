"""A card for each organisation at each meeting: what it shows there, or when it is awaited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from benchplatform import dates
from benchplatform.audience import spoken_for
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster

from .asked import has_begun, who_has_asked
from .models import Presentation, Version
from .shown import Found, Shown, shown_at

SOON_DAYS = 14


@dataclass(frozen=True)
class Card:
    """One organisation at one meeting, as one person sees it: a draft of others is as if it did not exist."""

    cluster: Cluster
    meeting: Meeting
    organisation: Organisation
    shown: Shown | None
    is_own: bool

    @property
    def presentation(self) -> Presentation | None:
        return self.shown.presentation if self.shown else None

    @property
    def latest(self) -> Version | None:
        return self.shown.latest if self.shown else None

    @property
    def is_published(self) -> bool:
        return self.presentation is not None and self.presentation.is_published

    @property
    def may_add(self) -> bool:
        return self.is_own and self.presentation is None

    @property
    def change(self) -> str:
        """A few words, when others have added a version since the person opened it."""
        has_changed = self.shown is not None and self.shown.has_changed and self.is_published and not self.is_own
        return gettext("changed since you read it") if has_changed else ""

    @property
    def asked(self) -> Mapping[int, dt.datetime]:
        """Organisation id -> when it asked first; of one that is published."""
        return self.shown.asked if self.shown and self.is_published else {}

    @property
    def who_has_asked(self) -> str:
        """In a sentence, of the others; nothing as long as there is nothing to ask about."""
        others = [one for one in self.cluster.organisations if one.id != self.organisation.id]
        return who_has_asked(others, self.asked, has_begun(self.meeting, self.cluster)) if self.is_published else ""

    @property
    def state(self) -> tuple[str, str]:
        """A word of the states component, and the words beside its icon."""
        if self.presentation is None:
            return self._awaited()
        if not self.presentation.is_published:
            return "draft", gettext("draft, seen by your organisation alone")
        days = self.presentation.days_late
        return ("late" if days > 0 else "done"), how_early(days)

    @property
    def short_state(self) -> tuple[str, str]:
        """The same in a word, for a list of all on the first page."""
        if self.presentation is None:
            return self._awaited()[0], gettext("not yet")
        if not self.presentation.is_published:
            return "draft", gettext("draft")
        return (
            ("late", gettext("published late")) if self.presentation.days_late > 0 else ("done", gettext("published"))
        )

    @property
    def due(self) -> str:
        """When it is awaited, for one that is not published; nothing after the meeting."""
        day, today = self.meeting.presentations_due_on, dates.today()
        if self.is_published or self.meeting.day < today:
            return ""
        words = {"date": dates.short_date(day), "when": dates.days_until(day)}
        return gettext("due %(date)s, %(when)s", **words) if day >= today else gettext("was due %(date)s", **words)

    @property
    def url(self) -> str:
        """Its page, or where one's own is made."""
        if self.presentation is not None:
            return url_for("presentations.presentation_page", id=self.presentation.id)
        slug, number = self.cluster.slug, self.meeting.number
        return url_for("presentations.new", slug=slug, number=number, organisation=self.organisation.id)

    def _awaited(self) -> tuple[str, str]:
        days = (self.meeting.presentations_due_on - dates.today()).days
        if self.meeting.day < dates.today():
            return "open", gettext("nothing was published")
        if days < 0:
            return "late", ngettext("%(num)d day late", "%(num)d days late", -days)
        return ("due" if days <= SOON_DAYS else "open"), self.due


def how_early(days_late: int) -> str:
    """ "published 3 days early", "published on the last day", "published 2 days late" """
    if days_late < 0:
        return ngettext("published %(num)d day early", "published %(num)d days early", -days_late)
    if days_late == 0:
        return gettext("published on the last day")
    return ngettext("published %(num)d day late", "published %(num)d days late", days_late)


def cards(cluster: Cluster, meetings: Sequence[Meeting], person: Any) -> dict[Meeting, list[Card]]:
    """The cards of each meeting, one's own organisation first; two queries however many there are."""
    found = shown_at(cluster, meetings, person)
    seen = {key: one for key, one in found.items() if any(map(one.presentation.is_opened_by, person.grants))}
    return cards_of(cluster, meetings, seen, person)


def cards_of(cluster: Cluster, meetings: Sequence[Meeting], found: Found, person: Any) -> dict[Meeting, list[Card]]:
    """One for each organisation at each meeting, with what was found there."""
    own = spoken_for(person, cluster.id)
    organisations = sorted(cluster.organisations, key=lambda organisation: organisation.id not in own)
    return {
        meeting: [
            Card(cluster, meeting, organisation, found.get((meeting.id, organisation.id)), organisation.id in own)
            for organisation in organisations
        ]
        for meeting in meetings
    }
