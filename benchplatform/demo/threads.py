"""The demo's threads on meetings: most are open to the cluster, some to one role alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ..audience import Role
from ..database import db
from ..discussions.actions import ask
from ..discussions.asking import Mentor
from ..discussions.models import Post, Thread
from .scene import Demo

_ROLE = "role:"


def add(demo: Demo) -> None:
    for entry in demo.content["threads"]:
        kind = entry["kind"]
        role = Role(kind.removeprefix(_ROLE)) if kind.startswith(_ROLE) else None
        thread = demo.start_thread("meeting", demo.meetings[entry["meeting"]], entry, role)
        if "question" in entry:
            _ask(demo, thread, entry["question"])


def _ask(demo: Demo, thread: Thread, entry: Mapping[str, Any]) -> None:
    """The thread asks the mentor; maybe one of its posts is the answer, which is kept in the FAQ."""
    posts = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number)).all()
    question = ask(Mentor(demo.cluster.organisations[0], demo.cluster), posts[0])
    if "answer" in entry:
        answer = posts[entry["answer"] - 1]
        question.answer_with(answer, posts[0].author)
        question.put_in_faq(answer.author)
        question.answered_at = question.in_faq_at = answer.written_at
