"""Finding questions: those that wait, oldest first, those just answered, and the FAQ, searched by words."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ..database import db
from ..programmes.models import Cluster
from .models import Post, Question, Thread

MOST = 50
"""Questions in one list."""
STEPS = 5
"""Questions among the next steps of one person."""

_waits = Question.answered_at.is_(None)


def awaiting(cluster: Cluster, person: Any) -> list[Question]:
    """What the person sees and nobody has answered, the one that waits longest first."""
    statement = _seen(cluster, person).where(_waits).order_by(Question.asked_at, Question.id)
    return list(db.session.scalars(statement.limit(MOST)))


def count_awaiting(cluster: Cluster, person: Any) -> int:
    statement = _seen(cluster, person).where(_waits).with_only_columns(sa.func.count(), maintain_column_froms=True)
    return db.session.scalar(statement) or 0


def asked_of(cluster: Cluster, person: Any) -> list[Question]:
    """Those that wait for an organisation that the person speaks for in the cluster; the thread is open to them."""
    own = {grant.organisation_id for grant in person.grants if grant.role.speaks_for_organisation}
    if not own:
        return []
    waiting = _seen(cluster, person).where(_waits, Question.organisation_id.in_(own))
    return list(db.session.scalars(waiting.order_by(Question.asked_at, Question.id).limit(STEPS)))


def answered(cluster: Cluster, person: Any) -> list[Question]:
    """The latest answered ones that are not in the FAQ."""
    statement = _seen(cluster, person).where(Question.answered_at.is_not(None), Question.in_faq_at.is_(None))
    return list(db.session.scalars(statement.order_by(Question.answered_at.desc(), Question.id.desc()).limit(MOST)))


def faq(cluster: Cluster, person: Any, query: str = "") -> list[Question]:
    """Kept answers in which every word of the query occurs, the latest first.

    Compared here, since SQLite knows no capital Å, and only people put something into the FAQ.
    """
    words = _folded(query).split()
    statement = _seen(cluster, person).where(
        Question.in_faq_at.is_not(None),
        Question.answer.has(sa.and_(Post.removed_at.is_(None), Post.visible_to(person))),
    )
    statement = statement.options(joinedload(Question.answer)).order_by(Question.in_faq_at.desc(), Question.id.desc())
    found = db.session.scalars(statement if words else statement.limit(MOST))
    return [question for question in found if _fits(question, words)][:MOST]


def _seen(cluster: Cluster, person: Any) -> sa.Select[Question]:
    thread = contains_eager(Question.thread).lazyload("*")
    here = Question.cluster_id == cluster.id, Thread.visible_to(person)
    return sa.select(Question).join(Question.thread).where(*here).options(thread)


def _fits(question: Question, words: list[str]) -> bool:
    text = question.answer.text if question.answer else ""
    searched = _folded(f"{question.thread.title} {question.asker_name} {text}")
    return all(word in searched for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
