"""Quoting a post in the reply box: its words behind > signs, headed by who said them and where."""

from __future__ import annotations

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext
from sqlalchemy.orm import joinedload

from .. import markup
from ..database import db
from .models import Post, Thread


def quoted(thread: Thread, number: int) -> str:
    """The start of a reply that quotes the post of that number; empty when there is none that can be quoted."""
    wanted = sa.select(Post).where(Post.thread_id == thread.id, Post.number == number).options(joinedload(Post.author))
    post = db.session.scalar(wanted)
    return quote(post, post.text) if post and can_be_quoted(post) else ""


def can_be_quoted(post: Post) -> bool:
    """A post that is gone from the page does not come back in somebody's quote."""
    return not post.is_removed and post.moved_to_id is None


def quote(post: Post, text: str) -> str:
    """Markdown for a text of the post, ready to be answered below."""
    lines = [heading(post), "", *text.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def heading(post: Post) -> str:
    """ "**Sara Nord** [#5](/threads/3/posts/5)" """
    name = markup.escaped(post.author.name if post.author else gettext("Former participant"))
    address = {"id": post.thread_id, "number": post.number}
    return f"**{name}** [#{post.number}]({current_app.url_map.bind('').build('discussions.post', address)})"
