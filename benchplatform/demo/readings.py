"""How far everybody in the demo has read."""

from __future__ import annotations

import sqlalchemy as sa

from ..database import db
from ..discussions.audiences import grants_opening
from ..discussions.models import Post, Reading, Thread
from .scene import Demo

_LAST_VISIT_DAYS = -6


def add(demo: Demo) -> None:
    """Everybody was here a few days ago, and has read what stood there then and what they have written since."""
    last_visit = demo.at(_LAST_VISIT_DAYS)
    for thread in db.session.scalars(sa.select(Thread)).all():
        posts = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number)).all()
        for person in demo.people.values():
            seen = [post.number for post in posts if post.written_at < last_visit or post.author_id == person.id]
            if seen and grants_opening(person, thread):
                db.session.add(Reading(person_id=person.id, thread_id=thread.id, number=seen[-1]))
