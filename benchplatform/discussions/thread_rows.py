"""Rows of threads and of new posts, for lists: a title, how many posts, and who wrote last."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..accounts.models import Person
from ..database import LARGEST_ID, db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .models import Post, Question, Thread

ROWS = 30
"""Threads on one page of a list."""
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
    Question.organisation_name,
    Question.asked_at,
    Question.answered_at,
)


def on_subject(kind: str, subject_id: int, person: Any) -> list[Row]:
    """The visible threads on one thing, newest activity first."""
    return _rows(_newest_posts(Thread.about(kind, subject_id), Thread.visible_to(person)))


def in_cluster(cluster: Cluster, person: Any, before: tuple[dt.datetime, int] | None) -> list[Row]:
    """One page of the cluster's visible threads (and one row more, if there is a next page); a range, no OFFSET."""
    statement = _newest_posts(Thread.of(cluster), Thread.visible_to(person)).limit(ROWS + 1)
    if before:
        at, id = before
        older = sa.or_(Thread.last_post_at < at, sa.and_(Thread.last_post_at == at, Thread.id < id))
        statement = statement.where(older)
    return _rows(statement)


def latest_posts(cluster: Cluster, person: Any, threads: int = 5) -> list[Row]:
    """The newest visible post by others in each of the few threads in which something was written last."""
    statement = _posts_with_threads(Post.thread_id == Thread.id)
    by_others = Post.author_id.is_distinct_from(person.id)
    visible = statement.where(Thread.of(cluster), Thread.visible_to(person), by_others)
    newest = _rows(visible.order_by(Post.written_at.desc(), Post.id.desc()).limit(LATEST))
    by_thread = {row.id: row for row in reversed(newest)}
    return sorted(by_thread.values(), key=newest.index)[:threads]


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
        .outerjoin(Question, Question.thread_id == Thread.id)
    )


def _rows(statement: sa.Select[Any]) -> list[Row]:
    return [Row(*columns) for columns in db.session.execute(statement)]
