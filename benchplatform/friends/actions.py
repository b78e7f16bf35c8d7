"""Answering a card: what is taken home becomes an idea of those who presented."""

from __future__ import annotations

from typing import Any

from ..database import db, utc_now
from ..ideas.hooks import opening_words
from ..ideas.models import Idea, Verdict
from .models import Answer, Card


def answer_card(card: Card, started_from: int | None, answer: Answer, why: str, person: Any) -> bool:
    """False, and nothing done, when the card was changed or answered since version `started_from`.

    An idea that was made of the card stays its idea: dropped while the answer is "not now", open again when it is not.
    """
    given = {"answer": answer, "why": why, "answered_at": utc_now(), "answered_by_id": person.id}
    if not card.edit(started_from, **given):
        return False
    if answer is Answer.TAKEN and card.idea is None:
        card.idea = _idea_of(card, person)
    elif card.idea is not None and answer is Answer.TAKEN and card.idea.dropped_at:
        card.idea.reopen()
    elif card.idea is not None and answer is Answer.NOT_NOW and card.idea.is_open:
        card.idea.decide(Verdict.DROPPED, why, person)
    return True


def _idea_of(card: Card, person: Any) -> Idea:
    """The words of the card, seen by those who see it."""
    idea = Idea(owner_id=card.round.presenting_id, written_by_id=person.id, meeting_id=card.round.slot.meeting_id)
    for name, value in Idea.words(opening_words(card.text) or str(card.kind.label), card.text).items():
        setattr(idea, name, value)
    db.session.add(idea.share_audience_of(card))
    db.session.flush()
    return idea
