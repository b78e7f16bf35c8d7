"""The demo's threads on meetings and one slot: most are open to the cluster, some to one role alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..discussions import mentions
from ..discussions.actions import ask
from ..discussions.asking import Mentor
from ..discussions.models import Post, PostReport, Thread, ThreadEvent
from .scene import Demo

_ROLE = "role:"
_AFTERNOON = dt.time(16, 40)


def add(demo: Demo) -> None:
    for entry in demo.content["threads"]:
        told = entry["kind"]
        role = Role(told.removeprefix(_ROLE)) if told.startswith(_ROLE) else None
        meeting = demo.meetings[entry["meeting"]]
        kind, thing = ("slot", meeting.agenda[entry["slot"] - 1]) if "slot" in entry else ("meeting", meeting)
        thread = demo.start_thread(kind, thing, entry, role)
        posts = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number))
        for post, after in zip(posts.all(), entry["posts"], strict=True):
            _go_on(demo, post, after)
        if "question" in entry:
            _ask(demo, thread, entry["question"])
        if "conclusion" in entry:
            _close(demo, thread, entry["conclusion"])
        if "pinned" in entry:
            _pin(demo, thread, entry["pinned"])
    db.session.flush()


def _go_on(demo: Demo, post: Post, told: Mapping[str, Any]) -> None:
    """What became of the post after it was written: edited, hidden or reported."""
    if after := told.get("reworded"):
        text = after["text"]["sv"]
        post.reword(post.version, text, mentions.found(text, demo.cluster), at=_at(demo, after))
    if after := told.get("hidden"):
        post.remove(demo.people[after["by"]], after["why"]["sv"], at=_at(demo, after))
    if after := told.get("reported"):
        report = PostReport(post_id=post.id, by_id=demo.people[after["by"]].id, why=after["why"]["sv"])
        report.at = _at(demo, after)
        db.session.add(report)


def _at(demo: Demo, after: Mapping[str, Any]) -> dt.datetime:
    return demo.at(after["offset_days"], _AFTERNOON)


def _ask(demo: Demo, thread: Thread, entry: Mapping[str, Any]) -> None:
    """The thread asks the mentor; maybe one of its posts is the answer, which is kept in the FAQ."""
    posts = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number)).all()
    question = ask(Mentor(demo.cluster.organisations[0], demo.cluster), posts[0])
    if "answer" in entry:
        answer = posts[entry["answer"] - 1]
        question.answer_with(answer, posts[0].author)
        question.put_in_faq(answer.author)
        question.answered_at = question.in_faq_at = answer.written_at


def _close(demo: Demo, thread: Thread, entry: Mapping[str, Any]) -> None:
    person, at = demo.people[entry["author"]], demo.at(entry["offset_days"])
    thread.close(person, entry["text"]["sv"])
    thread.closed_at = at
    _tell(thread, "closed", person, at)


def _pin(demo: Demo, thread: Thread, entry: Mapping[str, Any]) -> None:
    person, at = demo.people[entry["author"]], demo.at(entry["offset_days"])
    thread.pin(person)
    thread.pinned_at = at
    _tell(thread, "pinned", person, at)


def _tell(thread: Thread, kind: str, person: Person, at: dt.datetime) -> None:
    """In the thread's own history; the log says once that the demo was loaded."""
    db.session.add(ThreadEvent(thread_id=thread.id, at=at, by_id=person.id, kind=kind, detail={}))
