"""Presentations at some meetings, each with what has happened since it was published; one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import joinedload

from benchplatform.database import db
from benchplatform.discussions.models import Post
from benchplatform.meetings.models import Meeting, Preparation
from benchplatform.programmes.models import Cluster

from .models import Presentation, PresentationQuestion, PresentationReading, Version
from .models.readings import NEWEST

QUESTIONS = "questions"
"""The kind of preparation that asks for a question to each presentation."""


@dataclass(frozen=True)
class Shown:
    """A presentation as one person finds it at a meeting."""

    presentation: Presentation
    latest: Version | None = None
    read: int | None = None
    """Number of the version that was the newest when the person last opened it; None for one who has not."""
    asked: dict[int, dt.datetime] = field(default_factory=dict)
    """Organisation id -> when it asked the first of its questions that stand."""
    asked_for: Preparation | None = None
    """The preparation of the meeting that asks for questions."""

    @property
    def has_changed(self) -> bool:
        """Was a version added since the person opened it?"""
        return self.read is not None and self.latest is not None and self.read < self.latest.number


Found = dict[tuple[int, int], Shown]
"""(meeting id, organisation id) -> what it shows there."""


def shown_at(cluster: Cluster, meetings: Sequence[Meeting], person: Any) -> Found:
    """What is shown at the meetings, everybody's drafts too; the cards and the ticks of one page read it once."""
    kept: dict[tuple[int, ...], Found] = request.environ.setdefault("bench.presentations", {})
    key = person.id or 0, cluster.id, *(meeting.id for meeting in meetings)
    if key not in kept:
        kept[key] = _shown_at(cluster, meetings, person)
    return kept[key]


def _shown_at(cluster: Cluster, meetings: Sequence[Meeting], person: Any) -> Found:
    around = Presentation.meeting_id.in_([meeting.id for meeting in meetings]), Presentation.cluster_id == cluster.id
    asked = _asked(*around).subquery()
    latest = sa.and_(Version.presentation_id == Presentation.id, Version.number == NEWEST)
    asked_for = sa.and_(Preparation.meeting_id == Presentation.meeting_id, Preparation.kind == QUESTIONS)
    rows = db.session.execute(
        sa.select(Presentation, Version, PresentationReading.number, Preparation, asked.c.organisation_id, asked.c.at)
        .select_from(Presentation)
        .outerjoin(Version, latest)
        .outerjoin(PresentationReading, PresentationReading.of(person))
        .outerjoin(Preparation, asked_for)
        .outerjoin(asked, asked.c.presentation_id == Presentation.id)
        .where(*around)
        .options(joinedload(Version.file, innerjoin=False))  # a presentation without a version is shown as well
    )
    found: Found = {}
    for presentation, version, read, preparation, organisation_id, at in rows:
        key = presentation.meeting_id, presentation.owner_id
        shown = found.setdefault(key, Shown(presentation, version, read, {}, preparation))
        if organisation_id is not None:
            shown.asked[organisation_id] = at
    return found


def _asked(*around: sa.ColumnElement[bool]) -> Any:
    """Which organisation asked about which presentation, and when first."""
    first = sa.func.min(Post.written_at).label("at")
    return (
        sa.select(PresentationQuestion.presentation_id, Post.organisation_id, first)
        .join(Presentation, Presentation.id == PresentationQuestion.presentation_id)
        .join(Post, Post.id == PresentationQuestion.post_id)
        .join(Post.thread)
        .where(*around, PresentationQuestion.stands())
        .group_by(PresentationQuestion.presentation_id, Post.organisation_id)
    )
