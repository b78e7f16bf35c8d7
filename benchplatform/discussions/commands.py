"""What the one who runs the site does for discussions."""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from .. import markup
from ..commands import with_app
from ..database import db
from .models import Post

BATCH = 100
"""Posts in one transaction: others write in between, and what is done stays done."""


@click.command("render")
@with_app
def render(app: Flask) -> None:
    """Render anew the posts that were written under older rules. Cut off, it goes on where it was."""
    stale = Post.renderer != markup.VERSION
    count = db.session.scalar(sa.select(sa.func.count()).select_from(Post).where(stale)) or 0
    next_ones = sa.select(Post).where(stale).options(selectinload(Post.mentions)).order_by(Post.id).limit(BATCH)
    with click.progressbar(length=count, label="Rendering posts") as bar:
        while posts := db.session.scalars(next_ones.with_for_update()).all():
            for post in posts:
                post.say(post.text, post.mentions)
            db.session.commit()
            db.session.expunge_all()
            bar.update(len(posts))
    click.echo(f"{count} posts are rendered anew.")
