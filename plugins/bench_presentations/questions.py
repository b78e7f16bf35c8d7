"""Questions about a presentation: posts in one thread on it, which the first of them begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import joinedload

from benchplatform.accounts.models import Person
from benchplatform.database import db, insert
from benchplatform.discussions import actions
from benchplatform.discussions.audiences import Choice
from benchplatform.discussions.models import Post, Thread
from benchplatform.discussions.spaces import Space
from benchplatform.pages import registry

from .asked import has_begun
from .models import Presentation, PresentationQuestion
from .rules import asks_for

KIND = "presentation"
MOST_SHOWN = 50
"""On the presentation's page; the others are in the thread."""


@dataclass(frozen=True)
class Asked:
    """What was asked about a presentation, and the thread in which it is answered; none before the first question."""

    thread: Thread | None
    posts: Sequence[Post]
    has_begun: bool

    @property
    def is_open(self) -> bool:
        return not self.has_begun and (self.thread is None or self.thread.is_open)


def asked_about(presentation: Presentation) -> Asked:
    """The questions that stand and that the person who looks sees, the first one first; two queries."""
    posts = db.session.scalars(
        _of(presentation, sa.select(Post))
        .where(Post.visible_to(current_user))
        .order_by(Post.written_at, Post.id)
        .limit(MOST_SHOWN)
        .options(joinedload(Post.organisation), joinedload(Post.author))
    ).all()
    return Asked(thread_on(presentation), posts, has_begun(presentation.meeting, presentation.cluster))


def thread_on(presentation: Presentation) -> Thread | None:
    """The thread of its questions, as long as it hangs on the presentation and the whole cluster sees it."""
    here = Thread.about(KIND, presentation.id), Thread.role.is_(None), Thread.organisation_id.is_(None)
    asked = sa.select(Post.thread_id).join(PresentationQuestion, PresentationQuestion.post_id == Post.id)
    asked = asked.where(PresentationQuestion.presentation_id == presentation.id)
    found = sa.select(Thread).where(*here, Thread.merged_into_id.is_(None), Thread.id.in_(asked))
    return db.session.scalar(found.order_by(Thread.id).limit(1))


def ask(presentation: Presentation, person: Person, text: str) -> None:
    """Put a question into the thread, for an organisation that does not present; raises NotOpen.

    The presentation is held, so that two who ask first begin one thread.
    """
    thread, organisation_id = thread_on(presentation), asks_for(person, presentation)[0]
    if thread is None:
        space = Space(registry().subjects[KIND], presentation, presentation.cluster)
        everybody = Choice("all", "")
        title = gettext("Questions before the meeting: %(organisation)s", organisation=presentation.owner.name)
        thread = actions.start(space, person, title, text, everybody, organisation_id=organisation_id)
        post = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
    else:
        post = actions.write(thread, person, text, organisation_id=organisation_id)
    mark(post, presentation)


def mark(post: Post, presentation: Presentation) -> None:
    """The post is a question about the presentation; said twice, it is one."""
    row = {"post_id": post.id, "presentation_id": presentation.id}
    db.session.execute(insert(PresentationQuestion).values(**row).on_conflict_do_nothing())


def mark_first(post: Post) -> None:
    """Somebody who answers in the thread of questions, before their organisation has asked, has asked as well."""
    if post.thread.subject_kind != KIND:
        return
    presentation = db.session.get_one(Presentation, post.thread.subject_id)
    is_asking = post.author is not None and post.organisation_id in asks_for(post.author, presentation)
    if not is_asking or has_begun(presentation.meeting, presentation.cluster, post.written_at):
        return
    own = _of(presentation, sa.select(Post.id)).where(Post.organisation_id == post.organisation_id)
    if post.thread == thread_on(presentation) and db.session.scalar(own.limit(1)) is None:
        mark(post, presentation)


def _of(presentation: Presentation, selected: sa.Select[tuple[Any]]) -> sa.Select[tuple[Any]]:
    """The questions about it that stand, of posts."""
    asked = sa.and_(PresentationQuestion.post_id == Post.id, PresentationQuestion.presentation_id == presentation.id)
    return selected.join(PresentationQuestion, asked).join(Post.thread).where(PresentationQuestion.stands())
