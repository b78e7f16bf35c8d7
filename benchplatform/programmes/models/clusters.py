"""Programmes, the clusters that meet in them, and the organisations that take part."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...audience import Role
from ...database import Loadable, LoadableBySlug, Model, UTCDateTime, choice, db, utc_now
from ...languages import Bilingual, BilingualText
from ...organisations.models import Organisation


class Part(enum.StrEnum):
    """The part an organisation plays in a cluster."""

    MENTOR = "mentor"
    BENCHMARKING = "benchmarking"
    SUPPORTING = "supporting"


class Programme(LoadableBySlug, Model):
    """One round: start-up, meetings, work at home, results conference."""

    __tablename__ = "bench_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    clusters: Mapped[list[Cluster]] = relationship(back_populates="programme", order_by="Cluster.id")

    @property
    def programme_id(self) -> int:
        """As its clusters and memberships have it: rules ask all of them alike."""
        return self.id

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        members = cls.id.in_([grant.programme_id for grant in person.grants])
        return sa.or_(members, cls.administered_by(person))

    @classmethod
    def administered_by(cls, person: Any) -> sa.ColumnElement[bool]:
        """The programmes that one leads; all for a site administrator."""
        return administered(cls.id, person)


def led_by(person: Any) -> list[int]:
    """Ids of the programmes that the person leads."""
    return [grant.programme_id for grant in person.grants if grant.role is Role.PROGRAMME_LEAD]


def administered(programme_id: sa.orm.InstrumentedAttribute[int], person: Any) -> sa.ColumnElement[bool]:
    """The condition for rows of the programmes that one leads; all for a site administrator."""
    if person.is_administrator:
        return sa.true()
    return programme_id.in_(led_by(person))


class Cluster(LoadableBySlug, Model):
    """The organisations that meet in a programme."""

    __tablename__ = "bench_cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="Europe/Stockholm")

    programme: Mapped[Programme] = relationship(back_populates="clusters", innerjoin=True)
    participations: Mapped[list[Participation]] = relationship(
        back_populates="cluster", order_by="Participation.id", cascade="all, delete-orphan"
    )

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """The clusters one is a member of, and those of a programme that one leads."""
        grants = person.grants
        own = [grant.cluster_id for grant in grants if grant.cluster_id is not None]
        led = [grant.programme_id for grant in grants if grant.cluster_id is None]
        return sa.or_(cls.id.in_(own), cls.programme_id.in_(led))

    @classmethod
    def administered_by(cls, person: Any) -> sa.ColumnElement[bool]:
        """Those of the programmes that one leads; all for a site administrator, who reads none of them for that."""
        return administered(cls.programme_id, person)

    @property
    def ordered_participations(self) -> list[Participation]:
        """The mentor first, then in the order in which they joined."""
        return sorted(self.participations, key=lambda p: (p.part is not Part.MENTOR, p.id))

    @property
    def organisations(self) -> list[Organisation]:
        return [participation.organisation for participation in self.ordered_participations]


class AdministeredCluster(Loadable):
    """A cluster as the administration loads it: site administrators find it too, though they are not members."""

    @classmethod
    def load(cls, person: Any, slug: str) -> Cluster | None:  # type: ignore[override]
        found = sa.or_(Cluster.visible_to(person), Cluster.administered_by(person))
        return db.session.scalar(sa.select(Cluster).where(Cluster.slug == slug, found))


class Participation(Loadable, Model):
    """An organisation in a cluster, as mentor, benchmarking or supporting."""

    __tablename__ = "bench_participation"
    __table_args__ = (sa.UniqueConstraint("cluster_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_cluster.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    part: Mapped[Part] = mapped_column(choice(Part))

    cluster: Mapped[Cluster] = relationship(back_populates="participations")
    organisation: Mapped[Organisation] = relationship(back_populates="participations", lazy="joined", innerjoin=True)

    @classmethod
    def hold(cls, cluster_id: int, organisation_id: int) -> Self | None:
        """Kept from changing until the commit, since people are added and counted; None when it is no longer there."""
        here = sa.select(cls).where(cls.cluster_id == cluster_id, cls.organisation_id == organisation_id)
        return db.session.scalar(here.with_for_update(of=cls).execution_options(populate_existing=True))

    @property
    def programme_id(self) -> int:
        return self.cluster.programme_id

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return sa.or_(cls.open_to(person), cls.cluster.has(Cluster.administered_by(person)))

    @classmethod
    def open_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return cls.cluster.has(Cluster.visible_to(person))
