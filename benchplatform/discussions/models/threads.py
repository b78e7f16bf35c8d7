"""A thread hangs on a subject, and its posts are numbered from 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Audience, Grant
from ...database import Model, UTCDateTime, db, utc_now
from ...languages import language
from ...organisations.models import Organisation
from ...pages import registry
from ...programmes.models import Cluster
from .mentions import Mention
from .posts import Post

PAGE = 50
"""Posts on one page."""


class ThreadHead(NamedTuple):
    """What stands around the posts of a thread; equal for threads that look alike there."""

    id: int
    title: str
    post_count: int
    pages: int


class Thread(Audience, Model):
    """One conversation, about a subject such as a meeting."""

    __tablename__ = "bench_thread"
    __table_args__ = (sa.Index("ix_bench_thread_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    """Name of a `Subject` that a feature declares, for instance `meeting`."""
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(160))
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    post_count: Mapped[int] = mapped_column(default=0)
    """Kept in the transaction of each post: the newest post has this number."""
    last_post_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)

    started_by: Mapped[Person | None] = relationship()
    cluster: Mapped[Cluster | None] = relationship(lazy="joined")
    audience_organisation: Mapped[Organisation | None] = relationship(foreign_keys="Thread.organisation_id")

    @classmethod
    @lru_cache(4096)
    def opened_by(cls, grants: tuple[Grant, ...]) -> sa.ColumnElement[bool]:
        """Threads of these audiences, on subjects of features that are on (asked when the statement is run)."""
        on: Any = sa.bindparam("kinds", callable_=lambda: tuple(registry().subjects), expanding=True, unique=True)
        return sa.and_(super().opened_by(grants), cls.subject_kind.in_(on))

    @classmethod
    def about(cls, kind: str, subject_id: int) -> sa.ColumnElement[bool]:
        return sa.and_(cls.subject_kind == kind, cls.subject_id == subject_id)

    @property
    def pages(self) -> int:
        return max(1, -(-self.post_count // PAGE))

    @property
    def head(self) -> ThreadHead:
        return ThreadHead(self.id, self.title, self.post_count, self.pages)

    @staticmethod
    def page_of(number: int) -> int:
        return max(1, -(-number // PAGE))

    @staticmethod
    def numbers_on(page: int) -> tuple[int, int]:
        """First and last number of a page: a range, so that page 2,000 costs what page 1 does."""
        return (page - 1) * PAGE + 1, page * PAGE

    def add_post(
        self,
        author: Person,
        organisation_id: int,
        text: str,
        at: dt.datetime | None = None,
        mentions: Iterable[Mention] = (),
    ) -> Post:
        """Append a post; the counters change by UPDATE, so that two writers never get the same number."""
        at = at or utc_now()
        number = db.session.scalar(
            sa.update(Thread)
            .where(Thread.id == self.id)
            .values(post_count=Thread.post_count + 1, last_post_at=at)
            .returning(Thread.post_count)
        )
        post = Post(thread_id=self.id, number=number, author_id=author.id, organisation_id=organisation_id)
        post.written_at, post.locale = at, author.locale or language()
        post.say(text, mentions)
        db.session.add(post)
        db.session.flush()
        db.session.refresh(self)
        return post
