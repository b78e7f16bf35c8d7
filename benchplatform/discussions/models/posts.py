"""What somebody wrote in a thread, rendered once, when written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import markup
from ...accounts.models import Person
from ...database import Edited, Loadable, Model, UTCDateTime, db, utc_now
from ...organisations.models import Organisation
from .mentions import Mention, links
from .versions import PostVersion

if TYPE_CHECKING:
    from .threads import Thread


class Post(Edited, Loadable, Model):
    """What somebody wrote, as written and as shown. Seen by those who see its thread."""

    __tablename__ = "bench_post"
    __table_args__ = (sa.UniqueConstraint("thread_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_thread.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    """For whom the author spoke; the content belongs to this organisation."""
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer: Mapped[int]
    """`markup.VERSION` when `html` was made."""
    locale: Mapped[str | None] = mapped_column(sa.String(5))
    """Language the author wrote in, as far as known."""
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, index=True)
    edited_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    removed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    """Since then a trace stands in the thread instead of the text."""
    removed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    """The author, or one of those who moderate: then the post is hidden."""
    removed_why: Mapped[str] = mapped_column(sa.Text, default="")

    moved_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"), index=True)
    """Set on the trace that a moved post leaves in its place: the post itself, wherever it is now."""

    became_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """Things made of it that all who see it see too: its thread says so without looking."""

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=author_id)
    removed_by: Mapped[Person | None] = relationship(foreign_keys=removed_by_id)
    organisation: Mapped[Organisation] = relationship()
    mentions: Mapped[list[Mention]] = relationship(back_populates="post", cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Those of visible threads; the trace of one that was moved away is no post."""
        thread: Any = sa.inspect(cls).relationships.thread.entity.class_  # its module imports this one
        return sa.and_(cls.moved_to_id.is_(None), cls.thread.has(thread.visible_to(person)))

    @classmethod
    def load(cls, person: Any, id: int, number: int) -> Self | None:  # type: ignore[override]
        """The post of that number in the thread of that id."""
        return db.session.scalar(
            sa.select(cls).where(cls.thread_id == id, cls.number == number, cls.visible_to(person))
        )

    def say(self, text: str, mentions: Iterable[Mention] = ()) -> None:
        """Take the words and whom they call (`mentions.found`), and render them once: reading joins ready HTML."""
        kept = {mention.handle: mention for mention in self.mentions}
        self.mentions = [kept.get(mention.handle, mention) for mention in mentions]
        self.text, self.renderer = text, markup.VERSION
        self.html = markup.render(text, links(self.mentions))

    @property
    def shown(self) -> Markup:
        """The text as HTML, by the rules of today."""
        html = self.html if self.renderer == markup.VERSION else markup.render(self.text, links(self.mentions))
        return Markup(markup.below(request.script_root, html))  # noqa: S704 sanitised there

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def is_hidden(self) -> bool:
        """Removed by somebody else than its author."""
        return self.is_removed and self.removed_by_id != self.author_id

    def reword(
        self, started_from: int | None, text: str, mentions: Iterable[Mention] = (), at: dt.datetime | None = None
    ) -> bool:
        """Say something else, and keep what it said; False when it was edited or removed since `started_from`."""
        if self.is_removed or not self.edit(started_from):
            return False
        db.session.add(PostVersion.as_it_stands(self, self.version - 1))
        self.say(text, mentions)
        self.edited_at = at or utc_now()
        return True

    def remove(self, by: Person, why: str, at: dt.datetime | None = None) -> bool:
        """Take the text out of sight; False when somebody has done so already. Those who are editing it are told.

        A post that its author removed can be hidden as well: then the author cannot put it back.
        """
        given = {"removed_at": at or utc_now(), "removed_by_id": by.id, "removed_why": why, "version": Post.version + 1}
        by_author = sa.and_(Post.removed_by_id == Post.author_id, Post.author_id != by.id)
        still_there = sa.update(Post).where(Post.id == self.id, sa.or_(Post.removed_at.is_(None), by_author))
        is_done = db.session.scalar(still_there.values(given).returning(Post.id)) is not None
        db.session.refresh(self)
        return is_done

    def restore(self) -> bool:
        """Put the text back; False when it has been put back already."""
        return self.is_removed and self.edit(self.version, removed_at=None, removed_by_id=None, removed_why="")


class PostLink(Loadable):
    """The permanent link of a post: it leads to the post wherever that is now."""

    @classmethod
    def load(cls, person: Any, id: int, number: int) -> Post | None:  # type: ignore[override]
        trace = sa.orm.aliased(Post)
        moved = sa.select(trace.moved_to_id).where(trace.thread_id == id, trace.number == number).scalar_subquery()
        here = sa.and_(Post.thread_id == id, Post.number == number)
        return db.session.scalar(sa.select(Post).where(sa.or_(here, Post.id == moved), Post.visible_to(person)))
