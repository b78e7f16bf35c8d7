"""What a post said before it was edited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Model, UTCDateTime, db

if TYPE_CHECKING:
    from .posts import Post

SHOWN = 20
"""Earlier wordings on one page: what changed between them is found while one waits."""


class PostVersion(Model):
    """An earlier wording of a post; the present one is the post's own."""

    __tablename__ = "bench_post_version"
    __table_args__ = (sa.UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"))
    number: Mapped[int]
    """The post's `version` when it said so: it grows from wording to wording, with gaps."""
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    @classmethod
    def as_it_stands(cls, post: Post, number: int) -> Self:
        """What the post says now, to be kept when it says something else."""
        found = cls(post_id=post.id, number=number, text=post.text, html=post.html)
        found.written_at, found.written_by_id = post.edited_at or post.written_at, post.author_id
        return found

    @classmethod
    def of(cls, post: Post, before: int | None) -> list[Self]:
        """The earlier wordings of a post, newest first: those of one page, and one more if there are more."""
        own = sa.select(cls).where(cls.post_id == post.id).order_by(cls.number.desc()).limit(SHOWN + 1)
        return list(db.session.scalars(own.where(cls.number < before) if before else own))
