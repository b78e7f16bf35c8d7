"""What goes along when other people come to read posts: their files, and the word that they became something."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from ..database import db
from ..files.models import StoredFile
from ..pages import registry
from .audiences import covers
from .models import Attachment, Origin, Post, Thread


def follow(thread: Thread) -> None:
    """After the thread's audience was changed, or posts came into it that had another."""
    db.session.flush()
    _open_files(thread)
    _recount_becomings(thread)


def _open_files(thread: Thread) -> None:
    """Those who see the thread see the files that were posted in it, and nobody else does."""
    posted = sa.select(Attachment.file_id).join(Post, Attachment.post_id == Post.id).where(Post.thread_id == thread.id)
    db.session.execute(sa.update(StoredFile).where(StoredFile.id.in_(posted)).values(thread.audience_columns))


def _recount_becomings(thread: Thread) -> None:
    """A post says that it became something if all who see the thread see that too."""
    made = sa.select(Origin).join(Origin.post).options(sa.orm.contains_eager(Origin.post))
    origins = list(db.session.scalars(made.where(Post.thread_id == thread.id)))
    seen = Counter(origin.post_id for origin in origins if _is_seen_by_all(origin, thread))
    for origin in origins:
        origin.post.became_count = seen[origin.post_id]


def _is_seen_by_all(origin: Origin, thread: Thread) -> bool:
    becoming = registry().becomings.get(origin.kind)
    thing: Any = db.session.get(becoming.subject.model, origin.thing_id) if becoming else None
    return thing is not None and covers(thing, thread)
