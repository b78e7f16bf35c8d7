"""What presentations bring to other pages: cards on a meeting, a line on the first page, and steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from benchplatform import dates
from benchplatform.audience import Role, spoken_for
from benchplatform.database import db
from benchplatform.meetings.journey import in_a_sentence
from benchplatform.meetings.models import Meeting
from benchplatform.meetings.preparing import Task
from benchplatform.organisations.models import Organisation
from benchplatform.plugin import Step, Subject
from benchplatform.programmes.models import Cluster

from .cards import Card, cards
from .models import Presentation
from .ticks import progress_of, where_to_ask

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
    """Before the next meeting key persons publish their organisation's presentation; the others' are asked about."""
    found = _at_next_meeting(person, cluster) if spoken_for(person, cluster.id) else []
    for card in found:
        here = cluster.id, card.organisation.id
        roles = {grant.role for grant in person.grants if (grant.cluster_id, grant.organisation_id) == here}
        if Role.KEY_PERSON in roles:
            yield _publish(card)
        if roles:
            yield from _ask(card, found, roles)


def _publish(card: Card) -> Step:
    title = gettext("Publish your presentation for %(meeting)s", meeting=in_a_sentence(card.meeting))
    due = dates.end_of_day(card.meeting.presentations_due_on, card.cluster.time_zone)
    return Step(title, card.url, due, card.is_published)


def _ask(own: Card, at_meeting: Sequence[Card], roles: Iterable[Role]) -> Iterator[Step]:
    """A question to each of the others, where the meeting asks these roles for one and something is published."""
    asked_for = next((card.shown.asked_for for card in at_meeting if card.shown and card.shown.asked_for), None)
    progress = progress_of(own.organisation.id, at_meeting)
    if asked_for and progress.published and any(Task(asked_for, is_asked=True).is_for(role) for role in roles):
        title = gettext("Ask a question: %(progress)s", progress=progress.words)
        due = asked_for.due_at(own.cluster.time_zone)
        yield Step(title, where_to_ask(own.meeting, own.cluster), due, progress.done_at is not None)


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
