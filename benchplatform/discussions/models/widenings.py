"""Asking those who have written in a thread whether more people may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Role
from ...database import Loadable, Model, UTCDateTime, choice, db, utc_now
from ...organisations.models import Organisation
from ...programmes.models import Cluster
from ...programmes.models.memberships import unique_while
from .posts import Post
from .threads import Thread


class Widening(Loadable, Model):
    """A wider audience that somebody wants for a thread; it ends when all agree, or with the first no."""

    __tablename__ = "bench_widening"
    __table_args__ = (unique_while("ended_at IS NULL", "widening_open", "thread_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_thread.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role | None] = mapped_column(choice(Role))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    declined_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    """Who said no. Never shown: nobody is to be talked round."""

    thread: Mapped[Thread] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    organisation: Mapped[Organisation | None] = relationship()
    agreements: Mapped[list[WideningAgreement]] = relationship(cascade="all, delete-orphan")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return cls.thread.has(Thread.visible_to(person))

    @classmethod
    def open_on(cls, thread: Thread) -> Widening | None:
        return db.session.scalar(sa.select(cls).where(cls.thread_id == thread.id, cls.ended_at.is_(None)))

    @classmethod
    def asks(cls, person: Any) -> sa.ColumnElement[bool]:
        """The condition for those in whose thread the person has written, asked for by somebody else."""
        wrote = sa.exists().where(
            Post.thread_id == cls.thread_id, Post.author_id == person.id, Post.moved_to_id.is_(None)
        )
        return sa.and_(wrote, cls.asked_by_id.is_distinct_from(person.id))

    @classmethod
    def waiting_for(cls, person: Any, cluster: Cluster) -> sa.Select[Any]:
        """The open ones of the cluster's threads that the person has not answered, joined to their threads."""
        answered = cls.agreements.any(WideningAgreement.person_id == person.id)
        here = sa.select(cls).join(cls.thread).where(Thread.of(cluster), Thread.visible_to(person))
        open_ones = here.where(cls.ended_at.is_(None), cls.asks(person), ~answered)
        return open_ones.order_by(cls.asked_at)

    @property
    def agreed(self) -> set[int]:
        return {agreement.person_id for agreement in self.agreements if agreement.person_id is not None}

    def agree(self, person: Person) -> None:
        """Once: a second yes changes nothing."""
        if person.id not in self.agreed:
            self.agreements.append(WideningAgreement(person_id=person.id))
            db.session.flush()

    def end(self, declined_by: Person | None = None) -> None:
        self.ended_at, self.declined_by_id = utc_now(), declined_by.id if declined_by else None
        db.session.flush()


class WideningAgreement(Model):
    """One of those who have written in the thread has said yes."""

    __tablename__ = "bench_widening_agreement"
    __table_args__ = (sa.UniqueConstraint("widening_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    widening_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_widening.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
