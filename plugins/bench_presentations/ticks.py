"""Preparations that tick themselves: a presentation is published, and the others' are asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform.meetings.models import Meeting
from benchplatform.plugin import Tick, Ticks
from benchplatform.programmes.models import Cluster

from .cards import Card, cards_of, how_early
from .shown import shown_at


@dataclass(frozen=True)
class Progress:
    """How far an organisation is with asking about each of the others' published presentations at a meeting."""

    asked: Sequence[dt.datetime]
    """When it asked first, for each that it has asked about."""
    published: int

    @property
    def done_at(self) -> dt.datetime | None:
        return max(self.asked) if self.asked and len(self.asked) == self.published else None

    @property
    def words(self) -> str:
        if not self.published:
            return gettext("nothing to ask about yet")
        return gettext("%(done)s of %(all)s asked", done=len(self.asked), all=self.published)


def progress_of(organisation_id: int, at_meeting: Sequence[Card]) -> Progress:
    """Nobody is asked to ask themselves."""
    others = [card.asked for card in at_meeting if card.is_published and card.organisation.id != organisation_id]
    return Progress([asked[organisation_id] for asked in others if organisation_id in asked], len(others))


def published_for(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """How far each organisation is with its presentations for the meetings."""
    return {
        (meeting.id, card.organisation.id): _published(card)
        for meeting, at_meeting in _all_cards(cluster, meetings).items()
        for card in at_meeting
    }


def asked_for(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """How far each organisation is with asking about the presentations of the others."""
    return {
        (meeting.id, card.organisation.id): _asked(card, at_meeting)
        for meeting, at_meeting in _all_cards(cluster, meetings).items()
        for card in at_meeting
    }


def where_to_ask(meeting: Meeting, cluster: Cluster) -> str:
    """The presentations on the meeting's page: each says there who has asked, and leads to its questions."""
    return url_for("meetings.meeting_page", slug=cluster.slug, number=meeting.number, _anchor="presentations")


def _published(card: Card) -> Tick:
    if card.presentation is None or card.presentation.published_at is None:
        return Tick(url=card.url)
    words = how_early(card.presentation.days_late)
    return Tick(card.presentation.published_at, card.url, words, note=card.change)


def _asked(card: Card, at_meeting: Sequence[Card]) -> Tick:
    progress, url = progress_of(card.organisation.id, at_meeting), where_to_ask(card.meeting, card.cluster)
    if progress.done_at is None:
        return Tick(url=url, progress=progress.words)
    return Tick(progress.done_at, url)


def _all_cards(cluster: Cluster, meetings: Sequence[Meeting]) -> dict[Meeting, list[Card]]:
    """Whether the person who looks sees them or not."""
    return cards_of(cluster, meetings, shown_at(cluster, meetings, current_user), current_user)
