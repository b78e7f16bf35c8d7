"""Rows of threads and of new posts, for lists: a title, how many posts, and who wrote last."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..accounts.models import Person
from ..database import LARGEST_ID, db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .models import Post, Thread

ROWS = 30
"""Threads on one page of a list."""
MOST_PINNED = 10
"""Of those that are pinned, so many stand on top; one that was pinned earlier stands where it would without."""
MOST_OFFERED = 200
"""Threads in a list to choose from."""
LATEST = 30
"""Posts among which the threads that are talked in just now are looked for."""


class Row(NamedTuple):
    """A thread with one post of it: the newest, or in a list of posts the one that is listed."""

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
    closed_at: dt.datetime | None
    locked_at: dt.datetime | None
    pinned_at: dt.datetime | None


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
    Thread.closed_at,
    Thread.locked_at,
    Thread.pinned_at,
)


def on_subject(kind: str, subject_id: int, person: Any) -> list[Row]:
    """The visible threads on one thing: the pinned ones, then the newest activity first."""
    rows = _rows(_newest_posts(Thread.about(kind, subject_id), Thread.visible_to(person)))
    return sorted(rows, key=lambda row: row.pinned_at is None)


def in_cluster(cluster: Cluster, person: Any, before: tuple[dt.datetime, int] | None) -> list[Row]:
    """One page of the cluster's visible threads (and one row more, if there is a next page); a range, no OFFSET.

    Those that were pinned last stand above the first page, in the same query, and on no other.
    """
    here = Thread.of(cluster), Thread.visible_to(person)
    pinned = sa.select(Thread.id).where(*here, Thread.pinned_at.is_not(None))
    pinned = pinned.order_by(Thread.pinned_at.desc(), Thread.id.desc()).limit(MOST_PINNED)
    statement = _newest_posts(*here, Thread.id.not_in(pinned)).limit(ROWS + 1)
    if before:
        at, id = before
        older = sa.or_(Thread.last_post_at < at, sa.and_(Thread.last_post_at == at, Thread.id < id))
        return _rows(statement.where(older))
    both = (sa.select(found.subquery()) for found in (_newest_posts(Thread.id.in_(pinned)), statement))
    rows = _rows(sa.union_all(*both))
    return sorted(rows, key=lambda row: (row.pinned_at is not None, row.last_post_at, row.id), reverse=True)


def latest_posts(cluster: Cluster, person: Any, threads: int = 5) -> list[Row]:
    """The newest visible post by others in each of the few threads in which something was written last."""
    statement = _posts_with_threads(Post.thread_id == Thread.id)
    by_others = Post.author_id.is_distinct_from(person.id)
    visible = statement.where(Thread.of(cluster), Thread.visible_to(person), by_others, Post.moved_to_id.is_(None))
    newest = _rows(visible.order_by(Post.written_at.desc(), Post.id.desc()).limit(LATEST))
    by_thread = {row.id: row for row in reversed(newest)}
    return sorted(by_thread.values(), key=newest.index)[:threads]


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


def _newest_posts(*conditions: sa.ColumnElement[bool]) -> Any:
    newest = sa.and_(Post.thread_id == Thread.id, Post.number == Thread.post_count)
    return _posts_with_threads(newest).where(*conditions).order_by(Thread.last_post_at.desc(), Thread.id.desc())


def _posts_with_threads(joined: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(*_COLUMNS)
        .select_from(Thread)
        .join(Post, joined)
        .join(Organisation, Post.organisation_id == Organisation.id)
        .outerjoin(Person, Post.author_id == Person.id)
    )


def _rows(statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[Row]:
    return [Row(*columns) for columns in db.session.execute(statement)]
