"""Rows of threads, for lists: a title, how many posts, how many of them new, and who wrote last."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..accounts.models import Person
from ..database import LARGEST_ID, db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .models import NEW_POSTS, Post, Question, Reading, Thread
from .spaces import hanging_on

ROWS = 30
"""Threads on one page of a list."""
MOST_PINNED = 10
"""Of those that are pinned, so many stand on top; one that was pinned earlier stands where it would without."""
MOST_OFFERED = 200
"""Threads in a list to choose from."""


class Row(NamedTuple):
    """A thread with its newest post, and how much of it is new to who looks."""

    id: int
    title: str
    subject_kind: str
    subject_id: int
    post_count: int
    last_post_at: dt.datetime
    number: int
    author: str | None
    organisation: str
    written_at: dt.datetime
    new: int
    closed_at: dt.datetime | None
    locked_at: dt.datetime | None
    pinned_at: dt.datetime | None
    asked_of: str | None
    asked_at: dt.datetime | None
    answered_at: dt.datetime | None


_COLUMNS = (
    Thread.id,
    Thread.title,
    Thread.subject_kind,
    Thread.subject_id,
    Thread.post_count,
    Thread.last_post_at,
    Post.number,
    Person.name,
    Organisation.name,
    Post.written_at,
    NEW_POSTS,
    Thread.closed_at,
    Thread.locked_at,
    Thread.pinned_at,
    Question.organisation_name,
    Question.asked_at,
    Question.answered_at,
)


def on_subject(kind: str, subject_id: int, person: Any) -> list[Row]:
    """The visible threads on one thing and its parts: the pinned ones, then the newest activity first."""
    rows = _rows(_visible(person, hanging_on(kind, subject_id, person)))
    return sorted(rows, key=lambda row: row.pinned_at is None)


def in_cluster(
    cluster: Cluster, person: Any, before: tuple[dt.datetime, int] | None, *which: sa.ColumnElement[bool]
) -> list[Row]:
    """One page of the cluster's visible threads (and one row more, if there is a next page); a range, no OFFSET.

    Those that were pinned last stand above the first page, in the same query, and on no other.
    """
    here = Thread.of(cluster), *which
    pinned = sa.select(Thread.id).outerjoin(Reading, Reading.of(person))
    pinned = pinned.where(*here, Thread.visible_to(person), Thread.pinned_at.is_not(None))
    pinned = pinned.order_by(Thread.pinned_at.desc(), Thread.id.desc()).limit(MOST_PINNED)
    statement = _visible(person, *here, Thread.id.not_in(pinned)).limit(ROWS + 1)
    if before:
        at, id = before
        older = sa.or_(Thread.last_post_at < at, sa.and_(Thread.last_post_at == at, Thread.id < id))
        return _rows(statement.where(older))
    both = (sa.select(found.subquery()) for found in (_visible(person, Thread.id.in_(pinned)), statement))
    rows = _rows(sa.union_all(*both))
    return sorted(rows, key=lambda row: (row.pinned_at is not None, row.last_post_at, row.id), reverse=True)


def with_news(cluster: Cluster, person: Any, threads: int = 5) -> list[Row]:
    """The few threads with something new to the person in which something was written last."""
    return _rows(_visible(person, Thread.of(cluster), NEW_POSTS > 0).limit(threads))


class News(NamedTuple):
    """How much is new to a person on one thing that threads hang on."""

    subject_kind: str
    subject_id: int
    threads: int
    posts: int


def news_by_subject(cluster: Cluster, person: Any) -> list[News]:
    """Every thing of the cluster whose visible threads hold something new, the latest activity first."""
    statement = (
        sa.select(Thread.subject_kind, Thread.subject_id, sa.func.count(), sa.func.sum(NEW_POSTS))
        .outerjoin(Reading, Reading.of(person))
        .where(Thread.of(cluster), Thread.visible_to(person), NEW_POSTS > 0)
        .group_by(Thread.subject_kind, Thread.subject_id)
        .order_by(sa.func.max(Thread.last_post_at).desc())
    )
    return [News(*columns) for columns in db.session.execute(statement)]


def mergeable(thread: Thread, person: Any) -> list[tuple[int, str]]:
    """(id, title) of the open threads of its cluster that this one may become part of, the latest activity first."""
    here = Thread.programme_id == thread.programme_id, Thread.cluster_id.is_not_distinct_from(thread.cluster_id)
    others = *here, Thread.visible_to(person), Thread.id != thread.id, Thread.closed_at.is_(None)
    found = sa.select(Thread.id, Thread.title).where(*others).order_by(Thread.last_post_at.desc(), Thread.id.desc())
    return [(row.id, row.title) for row in db.session.execute(found.limit(MOST_OFFERED))]


def cursor(row: Row) -> str:
    """Where the next page begins, for its address."""
    return f"{row.last_post_at.timestamp():.6f}-{row.id}"


def parse_cursor(text: str) -> tuple[dt.datetime, int] | None:
    """What `cursor` wrote; None for anything else, which is the first page."""
    at, _, id = text.partition("-")
    try:
        found = dt.datetime.fromtimestamp(float(at), dt.UTC), int(id)
    except (ValueError, OverflowError, OSError):
        return None
    return found if 0 < found[1] <= LARGEST_ID else None


def _visible(person: Any, *which: sa.ColumnElement[bool]) -> Any:
    """Each thread with its newest post, the latest activity first."""
    return (
        sa.select(*_COLUMNS)
        .select_from(Thread)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.number == Thread.post_count))
        .join(Organisation, Post.organisation_id == Organisation.id)
        .outerjoin(Person, Post.author_id == Person.id)
        .outerjoin(Question, Question.thread_id == Thread.id)
        .outerjoin(Reading, Reading.of(person))
        .where(Thread.visible_to(person), *which)
        .order_by(Thread.last_post_at.desc(), Thread.id.desc())
    )


def _rows(statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[Row]:
    return [Row(*columns) for columns in db.session.execute(statement)]
