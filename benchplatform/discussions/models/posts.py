"""What somebody wrote in a thread, rendered once, when written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import markup
from ...accounts.models import Person
from ...database import Loadable, Model, UTCDateTime, db, utc_now
from ...organisations.models import Organisation
from .mentions import Mention

if TYPE_CHECKING:
    from .threads import Thread


class Post(Loadable, Model):
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

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    mentions: Mapped[list[Mention]] = relationship(back_populates="post", cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        thread: Any = sa.inspect(cls).relationships.thread.entity.class_  # its module imports this one
        return cls.thread.has(thread.visible_to(person))

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
        self.html = markup.render(text, {mention.handle: mention.link for mention in self.mentions})
