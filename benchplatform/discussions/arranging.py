"""Moving, merging and splitting threads: posts keep their permanent links, and numbers are never given twice."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from flask_babel import force_locale

from .. import markup
from ..accounts.models import Person
from ..database import db
from ..languages import LANGUAGES
from ..plugin import Subject
from . import history, readers
from .audiences import covers
from .desk import place_in
from .models import Draft, Post, Thread, Widening
from .spaces import Space, subject_of

_posts = cast(sa.Table, Post.__table__)


class CannotArrange(Exception):
    """What is asked for is not possible as things are now; the reason is a word that the view puts into a sentence."""


def move(thread: Thread, to: Space, source: Space | None, by: Person) -> None:
    """Hang the thread on another thing, which must be seen by all who see the thread."""
    thread.hold()
    if thread.merged_into_id is not None or not covers(to.thing, thread):
        raise CannotArrange("narrower")
    before = _titles(source.subject, source.thing) if source else {}
    thread.subject_kind, thread.subject_id = to.subject.kind, to.thing.id  # type: ignore[attr-defined]
    history.record(thread, "moved", by, place=before)


def keep(thing: Any) -> None:
    """The thing is taken away: its threads go to what it is a part of, and what somebody began to write there too."""
    subject = subject_of(thing)
    if subject.within is None:
        return
    kind, column = subject.within
    id = getattr(thing, column.key)
    for thread in db.session.scalars(sa.select(Thread).where(Thread.about(subject.kind, thing.id))):
        thread.subject_kind, thread.subject_id = kind, id
        history.record(thread, "moved", None, place=_titles(subject, thing))
    Draft.move(f"{subject.kind}:{thing.id}", f"{kind}:{id}")


def merge(source: Thread, target: Thread, by: Person) -> None:
    """Append the posts of one thread to another, in their order, and let its old address lead there.

    Appended, and not sorted in by time: the target's posts keep their numbers, so that no link and no mark of what is
    read changes its meaning (see `Thread`). Never to where more people would see them.
    """
    for thread in sorted((source, target), key=lambda thread: thread.id):  # one order, so that two never wait crosswise
        thread.hold()
    _refuse_merging(source, target)
    first = target.post_count + 1
    _move_posts(source, 1, target)
    if source.last_post_at and (target.last_post_at is None or source.last_post_at > target.last_post_at):
        target.last_post_at = source.last_post_at
    here = sa.or_(Thread.id == source.id, Thread.merged_into_id == source.id)
    db.session.execute(sa.update(Thread).where(here).values(merged_into_id=target.id))
    asked = Widening.open_on(source)
    if asked:
        asked.end()
    if source.question is not None:
        source.question.thread_id = target.id
    Draft.move(place_in(source.id), place_in(target.id))
    history.record(target, "merged", by, title=source.title, first=first, other=source.id)
    readers.follow(target)
    db.session.expire_all()


def split(thread: Thread, first: int, title: str, by: Person) -> Thread:
    """The posts from a number on become a thread of their own, started by whoever wrote the first of them.

    A question that loses its answer waits again: nobody who reads it would find out what was answered.
    """
    thread.hold()
    here = sa.select(Post).where(Post.thread_id == thread.id, Post.moved_to_id.is_(None)).order_by(Post.number)
    opening = db.session.scalar(here.where(Post.number == first)) if 0 < first <= thread.post_count else None
    if thread.merged_into_id is not None or opening is None or db.session.scalar(here.limit(1)) is opening:
        raise CannotArrange("nothing")
    begun = Thread(subject_kind=thread.subject_kind, subject_id=thread.subject_id, title=title, post_count=0)
    begun.share_audience_of(thread)
    begun.started_by_id, begun.started_at = opening.author_id, opening.written_at
    begun.started_for_id = opening.organisation_id
    db.session.add(begun)
    db.session.flush()
    answer = thread.question.answer if thread.question else None
    if thread.question and answer and answer.number >= first:
        thread.question.take_back(answer)
    begun.last_post_at = _move_posts(thread, first, begun)
    history.record(thread, "split", by, first=first, other=begun.id)
    history.record(begun, "begun_by_split", by, first=first, other=thread.id)
    db.session.flush()
    db.session.expire_all()
    return begun


def _refuse_merging(source: Thread, target: Thread) -> None:
    if source.id == target.id:
        raise CannotArrange("same")
    if any(thread.merged_into_id is not None or thread.closed_at is not None for thread in (source, target)):
        raise CannotArrange("closed")
    if source.question is not None and target.question is not None:
        raise CannotArrange("questions")
    if not covers(source, target):
        raise CannotArrange("wider")


def _move_posts(source: Thread, first: int, target: Thread) -> Any:
    """Both are held. Each post gets the target's next number and leaves a trace with its old one; when the last was."""
    place = (_posts.c.number, _posts.c.author_id, _posts.c.organisation_id, _posts.c.locale)
    rows = db.session.execute(
        sa.select(_posts.c.id, *place, _posts.c.written_at)
        .where(_posts.c.thread_id == source.id, _posts.c.number >= first, _posts.c.moved_to_id.is_(None))
        .order_by(_posts.c.number)
    ).all()
    connection = db.session.connection()
    renumbered = sa.update(_posts).where(_posts.c.id == sa.bindparam("post"))
    renumbered = renumbered.values(thread_id=target.id, number=sa.bindparam("place"))
    numbers = enumerate(rows, target.post_count + 1)
    connection.execute(renumbered, [{"post": row.id, "place": number} for number, row in numbers])
    empty = {"thread_id": source.id, "text": "", "html": "", "renderer": markup.VERSION}
    traces = [empty | _signature(row) for row in rows]
    connection.execute(sa.insert(_posts), traces)
    target.post_count += len(rows)
    return traces[-1]["written_at"]


def _signature(row: Any) -> dict[str, Any]:
    """Of the trace: who wrote the post, and when, so that lists of threads still tell who wrote last."""
    return {
        "number": row.number,
        "author_id": row.author_id,
        "organisation_id": row.organisation_id,
        "locale": row.locale,
        "written_at": row.written_at,
        "moved_to_id": row.id,
    }


def _titles(subject: Subject, thing: Any) -> dict[str, str]:
    """What the thing is called in each language, for the history."""
    found = {}
    for code in LANGUAGES:
        with force_locale(code):
            found[code] = str(subject.title(thing))
    return found
