"""What somebody thinks that those who moderate should look at."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, db, utc_now
from ...programmes.models import Cluster
from .posts import Post
from .threads import Thread

LONGEST = 5_000
"""Characters of all that one person says about one post."""

LISTED = 50
"""Open reports on one page, the oldest first; as they are settled, the next ones come up."""


class PostReport(Model):
    """All that a person reports about a post; open until one of those who moderate has settled it."""

    __tablename__ = "bench_post_report"
    __table_args__ = (sa.UniqueConstraint("post_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    why: Mapped[str] = mapped_column(sa.Text)
    settled_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    post: Mapped[Post] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=by_id)

    @classmethod
    def say(cls, post: Post, by: Person, why: str) -> bool:
        """Report the post, or say more about it, which opens a settled report again; False when that is too much."""
        try:
            with db.session.begin_nested():
                db.session.add(cls(post_id=post.id, by_id=by.id, why=why))
        except sa.exc.IntegrityError:
            said = cls.why + f"\n\n{why}"
            own = sa.update(cls).where(cls.post_id == post.id, cls.by_id == by.id, sa.func.length(said) <= LONGEST)
            more = own.values(why=said, settled_at=None, settled_by_id=None).returning(cls.id)
            return db.session.scalar(more) is not None
        return True

    @classmethod
    def by_person(cls, post: Post, person: Any) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.post_id == post.id, cls.by_id == person.id))

    @classmethod
    def open_on(cls, post: Post) -> list[Self]:
        """The post's open reports, oldest first."""
        own = sa.select(cls).where(cls.post_id == post.id, cls.settled_at.is_(None)).order_by(cls.id)
        return list(db.session.scalars(own.options(joinedload(cls.by))))

    @classmethod
    def open_in(cls, cluster: Cluster, person: Any) -> list[Self]:
        """Open reports on posts of the cluster that the person sees, oldest first, with all that a list shows."""
        shown = contains_eager(cls.post).options(contains_eager(Post.thread), joinedload(Post.author))
        found = cls._open(cluster, person, sa.select(cls)).order_by(cls.id).limit(LISTED)
        return list(db.session.scalars(found.options(shown, joinedload(cls.by))))

    @classmethod
    def count_open(cls, cluster: Cluster, person: Any) -> int:
        return db.session.scalar(cls._open(cluster, person, sa.select(sa.func.count(cls.id)))) or 0

    @classmethod
    def _open(cls, cluster: Cluster, person: Any, statement: Any) -> Any:
        joined = statement.select_from(cls).join(cls.post).join(Post.thread)
        return joined.where(cls.settled_at.is_(None), Thread.of(cluster), Thread.visible_to(person))

    @classmethod
    def settle(cls, post: Post, by: Person) -> int:
        """Close the post's open reports; how many there were."""
        still_open = sa.update(cls).where(cls.post_id == post.id, cls.settled_at.is_(None))
        return db.session.execute(still_open.values(settled_at=utc_now(), settled_by_id=by.id)).rowcount
