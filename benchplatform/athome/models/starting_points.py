"""Where an organisation stands before the start-up meeting: its answers to the questions that all are asked."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Audience
from ...database import Edited, Model, UTCDateTime, db, utc_now
from ...organisations.models import Organisation
from ...programmes.models import Cluster

STARTING_POINT_DAYS_BEFORE = 21
"""Published three weeks before the start-up, the others have the time to read it."""


class StartingPoint(Edited, Audience, Model):
    """A draft is seen by its own organisation alone (`organisation_id`); publishing opens it to the cluster."""

    __tablename__ = "bench_starting_point"
    __table_args__ = (sa.UniqueConstraint("cluster_id", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    """Key of a question -> the answer, a text or a number; what is not answered is not in it."""
    locale: Mapped[str | None] = mapped_column(sa.String(5))
    """The language the answers are written in."""
    published_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    cluster: Mapped[Cluster] = relationship()
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])

    @classmethod
    def of_organisation(cls, cluster: Cluster, organisation_id: int) -> Self | None:
        """The organisation's one starting point in the cluster."""
        here = cls.cluster_id == cluster.id, cls.owner_id == organisation_id
        return db.session.scalar(sa.select(cls).where(*here))

    @classmethod
    def begin(cls, cluster: Cluster, organisation_id: int, **written: Any) -> Self | None:
        """Save a new draft, seen by its own organisation alone; None when a colleague has just begun one."""
        draft = cls(owner_id=organisation_id, organisation_id=organisation_id, **written)
        draft.programme_id, draft.cluster_id = cluster.programme_id, cluster.id
        try:
            with db.session.begin_nested():
                db.session.add(draft)
        except sa.exc.IntegrityError:
            return None
        return draft

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def publish(self, person: Person, at: dt.datetime | None = None) -> bool:
        """Open it to the cluster; False when a colleague has done so before."""
        opened = {"published_at": at or utc_now(), "published_by_id": person.id, "organisation_id": None}
        return self._change(StartingPoint.published_at.is_(None), opened)

    def withdraw(self) -> bool:
        """Make it a draft again; False when it is one."""
        closed = {"published_at": None, "published_by_id": None, "organisation_id": self.owner_id}
        return self._change(StartingPoint.published_at.is_not(None), closed)

    def _change(self, still: sa.ColumnElement[bool], values: dict[str, Any]) -> bool:
        """In one statement, so that of two who do it at once one is told."""
        change = sa.update(StartingPoint).where(StartingPoint.id == self.id, still).values(values)
        is_changed = db.session.scalar(change.returning(StartingPoint.id)) is not None
        db.session.refresh(self)
        return is_changed
