"""What presentations bring to other pages: cards on a meeting, a line on the first page, steps, and a tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform import dates
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.journey import in_a_sentence
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.plugin import Step, Subject, Tick, Ticks
from benchplatform.programmes.models import Cluster

from .cards import Card, cards, how_early, presentations
from .models import Presentation

MOST_LISTED = 30


def on_meeting(meeting: Meeting) -> str:
    found = cards(meeting.seen_from, [meeting], current_user)[meeting]
    return render_template("presentations/_meeting.html", cards=found, meeting=meeting)


def on_first_page(person: Any, cluster: Cluster) -> str:
    found = _at_next_meeting(person, cluster)
    if not found:
        return ""
    published = sum(card.is_published for card in found)
    return render_template("presentations/_home.html", cards=found, meeting=found[0].meeting, published=published)


def on_organisation(organisation: Organisation) -> str:
    """What it has published, newest first, as far as the person who looks sees it."""
    statement = (
        sa.select(Presentation)
        .where(Presentation.owner_id == organisation.id, Presentation.visible_to(current_user))
        .where(Presentation.published_at.is_not(None))
        .order_by(Presentation.published_at.desc())
        .limit(MOST_LISTED)
    )
    found = db.session.scalars(statement).all()
    return render_template("presentations/_organisation.html", presentations=found) if found else ""


def steps(person: Any, cluster: Cluster) -> Iterator[Step]:
    """Key persons publish their organisation's presentation a week before the next meeting."""
    asked = {
        grant.organisation_id
        for grant in person.grants
        if grant.cluster_id == cluster.id and grant.role is Role.KEY_PERSON
    }
    for card in _at_next_meeting(person, cluster) if asked else ():
        if card.organisation.id in asked:
            title = gettext("Publish your presentation for %(meeting)s", meeting=in_a_sentence(card.meeting))
            due = dates.end_of_day(card.meeting.presentations_due_on, cluster.time_zone)
            yield Step(title, card.url, due, card.is_published)


def published_for(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """How far each organisation is with its presentations for the meetings, for the preparation that ticks itself."""
    made = presentations(cluster, meetings)
    return {
        key: _tick(Card(cluster, meeting, organisation, made.get(key), is_own=False))
        for meeting in meetings
        for organisation in cluster.organisations
        for key in [(meeting.id, organisation.id)]
    }


def _tick(card: Card) -> Tick:
    if card.presentation is None or card.presentation.published_at is None:
        return Tick(url=card.url)
    return Tick(card.presentation.published_at, card.url, how_early(card.presentation.days_late))


def _published_in(cluster: Cluster, person: Any) -> Iterable[Presentation]:
    """The cluster's published presentations, the latest first."""
    here = sa.select(Presentation).where(Presentation.of(cluster), Presentation.visible_to(person))
    published = here.where(Presentation.published_at.is_not(None))
    return db.session.scalars(published.order_by(Presentation.published_at.desc()))


subject = Subject(
    "presentation",
    Presentation,
    title=lambda presentation: presentation.title,
    url=lambda presentation: url_for("presentations.presentation_page", id=presentation.id),
    depends_on=(Presentation.title,),
    offered=_published_in,
    within=("meeting", Presentation.meeting_id),
)


def _at_next_meeting(person: Any, cluster: Cluster) -> list[Card]:
    """Asked for by the steps and by the panel of one page: read once for both."""
    kept: dict[tuple[int, int], list[Card]] = g.setdefault("presentations_at_next_meeting", {})
    if (person.id, cluster.id) not in kept:
        meeting = Meeting.next_in(cluster, person)
        kept[person.id, cluster.id] = cards(cluster, [meeting], person)[meeting] if meeting else []
    return kept[person.id, cluster.id]
