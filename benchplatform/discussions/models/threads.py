"""A thread hangs on a subject, and its posts are numbered from 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Audience, Grant
from ...database import Loadable, Model, UTCDateTime, db, utc_now
from ...languages import language
from ...organisations.models import Organisation
from ...pages import registry
from ...programmes.models import Cluster
from .endings import Ending
from .mentions import Mention
from .posts import Post
from .questions import Question

PAGE = 50
"""Posts on one page."""


class ThreadHead(NamedTuple):
    """What stands around the posts of a thread; equal for threads that look alike there."""

    id: int
    title: str
    subject_kind: str
    subject_id: int
    post_count: int
    pages: int


class NotOpen(Exception):
    """Nobody may write in the thread any more: it was closed, locked or merged a moment ago."""


class Thread(Ending, Audience, Model):
    """One conversation, about a subject such as a meeting.

    Page N holds the numbers (N-1)*50+1 to N*50, and marks of what is read are numbers too. So a number is given once
    and means one place for ever: what is merged into a thread is appended to it in order, and each post that leaves
    leaves a trace with its number behind (`Post.moved_to_id`). To renumber by time would turn every link, quotation
    and mark into one to something else.
    """

    __tablename__ = "bench_thread"
    __table_args__ = (sa.Index("ix_bench_thread_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    """Name of a `Subject` that a feature declares, for instance `meeting`."""
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(160))
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    started_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    started_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    """For whom the first post spoke: this organisation's key persons may close the thread too."""
    post_count: Mapped[int] = mapped_column(default=0)
    """Kept in the transaction of each post: the newest post has this number."""
    last_post_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)

    started_by: Mapped[Person | None] = relationship(foreign_keys=[started_by_id])
    cluster: Mapped[Cluster | None] = relationship(lazy="joined")
    question: Mapped[Question | None] = relationship(back_populates="thread", lazy="joined")
    """Loaded with the thread: its pages say what it waits for."""
    audience_organisation: Mapped[Organisation | None] = relationship(foreign_keys="Thread.organisation_id")

    @classmethod
    @lru_cache(4096)
    def opened_by(cls, grants: tuple[Grant, ...]) -> sa.ColumnElement[bool]:
        """Threads of these audiences, on subjects of features that are on (asked when the statement is run)."""
        on: Any = sa.bindparam("kinds", callable_=lambda: tuple(registry().subjects), expanding=True, unique=True)
        return sa.and_(super().opened_by(grants), cls.subject_kind.in_(on), cls.merged_into_id.is_(None))

    @classmethod
    def about(cls, kind: str, subject_id: int) -> sa.ColumnElement[bool]:
        return sa.and_(cls.subject_kind == kind, cls.subject_id == subject_id)

    def hold(self) -> Self:
        """Read it anew and keep others from changing it, or writing in it, until the commit."""
        db.session.refresh(self, with_for_update={"of": type(self)})
        return self

    @property
    def pages(self) -> int:
        return max(1, -(-self.post_count // PAGE))

    @property
    def head(self) -> ThreadHead:
        return ThreadHead(self.id, self.title, self.subject_kind, self.subject_id, self.post_count, self.pages)

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
        """Append a post; the counters change by UPDATE, so that two writers never get the same number.

        Raises NotOpen when the thread was closed, locked or merged before it was this writer's turn.
        """
        at = at or utc_now()
        number = db.session.scalar(
            sa.update(Thread)
            .where(Thread.id == self.id, Thread.open_ones())
            .values(post_count=Thread.post_count + 1, last_post_at=at)
            .values(started_for_id=sa.func.coalesce(Thread.started_for_id, organisation_id))
            .returning(Thread.post_count)
        )
        if number is None:
            raise NotOpen
        post = Post(thread_id=self.id, number=number, author_id=author.id, organisation_id=organisation_id)
        post.written_at, post.locale = at, author.locale or language()
        post.say(text, mentions)
        db.session.add(post)
        db.session.flush()
        db.session.refresh(self)
        return post


@dataclass(frozen=True)
class Newest(Loadable):
    """The number of a thread's newest post, for those who ask again and again: one column is read."""

    thread_id: int
    number: int

    @classmethod
    def load(cls, person: Any, id: int) -> Self | None:
        number = db.session.connection().scalar(_count_of_one_opened_by(person.grants), {"id": id})
        return cls(id, number) if number is not None else None


@lru_cache(1024)
def _count_of_one_opened_by(grants: tuple[Grant, ...]) -> Any:
    return sa.select(Thread.post_count).where(Thread.id == sa.bindparam("id"), Thread.opened_by(grants))


class FollowedThread(Loadable):
    """A thread by its address; after a merge, the thread that its posts are in now."""

    @classmethod
    def load(cls, person: Any, id: int) -> Thread | None:  # type: ignore[override]
        found = Thread.load(person, id)
        if found is not None:
            return found
        into = sa.select(Thread.merged_into_id).where(Thread.id == id).scalar_subquery()
        return db.session.scalar(sa.select(Thread).where(Thread.id == into, Thread.visible_to(person)))
