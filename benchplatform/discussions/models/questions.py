"""A thread that asks an organisation, most often the mentor: asked of whom, answered by which post, kept in the FAQ."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from ...accounts.models import Person
from ...database import Loadable, Model, UTCDateTime, db, utc_now
from ...organisations.models import Organisation
from .posts import Post

if TYPE_CHECKING:
    from ...programmes.models import Cluster
    from .threads import Thread


class Question(Loadable, Model):
    """What makes a thread a question. Seen by those who see the thread."""

    __tablename__ = "bench_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_thread.id", ondelete="CASCADE"), unique=True)
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_cluster.id"), index=True)
    """Where it was asked; the thread may be shared by all of the programme."""
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    """Who is to answer: the mentor of the day it was asked, or whom a lead has handed it on to."""
    asker_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    """The organisation that asks."""
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    handed_on_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    handed_on_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    answer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_post.id"))
    answered_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    """Who marked the answer; who wrote it is the post's author."""
    in_faq_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    in_faq_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    organisation_name: Mapped[str] = column_property(
        sa.select(Organisation.name)
        .where(Organisation.id == organisation_id)
        .correlate_except(Organisation)
        .scalar_subquery()
    )
    asker_name: Mapped[str] = column_property(
        sa.select(Organisation.name).where(Organisation.id == asker_id).correlate_except(Organisation).scalar_subquery()
    )
    answer_number: Mapped[int | None] = column_property(
        sa.select(Post.number).where(Post.id == answer_id).correlate_except(Post).scalar_subquery()
    )
    answer_author: Mapped[str | None] = column_property(
        sa.select(Person.name)
        .join(Post, Post.author_id == Person.id)
        .where(Post.id == answer_id)
        .correlate_except(Person, Post)
        .scalar_subquery()
    )
    """These come with the row, so that a thread says what it waits for without asking again."""

    thread: Mapped[Thread] = relationship(back_populates="question")
    cluster: Mapped[Cluster] = relationship()
    answer: Mapped[Post | None] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        thread: Any = sa.inspect(cls).relationships.thread.entity.class_  # its module imports this one
        return cls.thread.has(thread.visible_to(person))

    def answer_with(self, post: Post, person: Any) -> bool:
        """The post is the answer; False when another one was marked meanwhile."""
        values = {"answer_id": post.id, "answered_at": utc_now(), "answered_by_id": person.id}
        return self._change(Question.answered_at.is_(None), values)

    def take_back(self, post: Post) -> bool:
        """The post is no answer after all: the question waits again, and is no longer in the FAQ."""
        nothing = dict.fromkeys(("answer_id", "answered_at", "answered_by_id", "in_faq_at", "in_faq_by_id"))
        return self._change(Question.answer_id == post.id, nothing)

    def hand_on(self, organisation: Organisation, person: Any) -> bool:
        """Another organisation is to answer; False when it has been answered meanwhile."""
        values = {"organisation_id": organisation.id, "handed_on_at": utc_now(), "handed_on_by_id": person.id}
        return self._change(Question.answered_at.is_(None), values)

    def put_in_faq(self, person: Any) -> bool:
        """Keep it for those who wonder later; False when the answer was taken back, or it is there already."""
        ready = sa.and_(Question.answered_at.is_not(None), Question.in_faq_at.is_(None))
        return self._change(ready, {"in_faq_at": utc_now(), "in_faq_by_id": person.id})

    def take_out_of_faq(self) -> bool:
        return self._change(Question.in_faq_at.is_not(None), {"in_faq_at": None, "in_faq_by_id": None})

    def _change(self, still: sa.ColumnElement[bool], values: dict[str, Any]) -> bool:
        """In one statement, so that of two who do it at once one is told."""
        change = sa.update(Question).where(Question.id == self.id, still).values(values).returning(Question.id)
        is_changed = db.session.scalar(change) is not None
        db.session.refresh(self)
        return is_changed
