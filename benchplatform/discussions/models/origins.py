"""What posts became: the link from a post to the thing made of it, and the question to its author that comes first."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Model, UTCDateTime, utc_now
from .posts import Post


class Origin(Model):
    """A thing that began as a post; a post becomes one thing of a kind at most."""

    __tablename__ = "bench_origin"
    __table_args__ = (sa.UniqueConstraint("post_id", "kind"), sa.UniqueConstraint("kind", "thing_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    """Of a `Becoming` that a feature declares, for instance `idea`."""
    thing_id: Mapped[int]
    made_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    post: Mapped[Post] = relationship()


class BecomingRequest(Model):
    """Somebody asks the author whether a post may become something; until there is a yes, nothing is made."""

    __tablename__ = "bench_becoming_request"
    __table_args__ = (sa.UniqueConstraint("post_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    asked_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    granted_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    declined_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    post: Mapped[Post] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])

    @property
    def is_open(self) -> bool:
        return self.granted_at is None and self.declined_at is None
