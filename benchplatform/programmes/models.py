"""Programmes, the clusters that meet in them, and who is a member of what, in which role and for whom."""

from __future__ import annotations

import datetime as dt
import enum
import secrets
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Person, digest
from ..audience import Grant, Role
from ..database import Loadable, Model, UTCDateTime, choice, db, utc_now
from ..languages import Bilingual, BilingualText
from ..organisations.models import Organisation

INVITATION_DAYS = 30


class Part(enum.StrEnum):
    """The part an organisation plays in a cluster."""

    MENTOR = "mentor"
    BENCHMARKING = "benchmarking"
    SUPPORTING = "supporting"


class Programme(Loadable, Model):
    """One round: start-up, meetings, work at home, results conference."""

    __tablename__ = "bench_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    clusters: Mapped[list[Cluster]] = relationship(back_populates="programme", order_by="Cluster.id")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        if getattr(person, "is_administrator", False):
            return sa.true()
        return cls.id.in_([grant.programme_id for grant in getattr(person, "grants", ())])

    @classmethod
    def load(cls, person: Any, slug: str) -> Self | None:  # type: ignore[override]
        return db.session.scalar(sa.select(cls).where(cls.slug == slug, cls.visible_to(person)))


class Cluster(Loadable, Model):
    """The organisations that meet in a programme."""

    __tablename__ = "bench_cluster"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    time_zone: Mapped[str] = mapped_column(sa.String(60), default="Europe/Stockholm")

    programme: Mapped[Programme] = relationship(back_populates="clusters", lazy="joined", innerjoin=True)
    participations: Mapped[list[Participation]] = relationship(
        back_populates="cluster", order_by="Participation.id", cascade="all, delete-orphan"
    )

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """The clusters one is a member of, and those of a programme that one leads."""
        grants = getattr(person, "grants", ())
        own = [grant.cluster_id for grant in grants if grant.cluster_id is not None]
        led = [grant.programme_id for grant in grants if grant.cluster_id is None]
        return sa.or_(cls.id.in_(own), cls.programme_id.in_(led))

    @classmethod
    def load(cls, person: Any, slug: str) -> Self | None:  # type: ignore[override]
        return db.session.scalar(sa.select(cls).where(cls.slug == slug, cls.visible_to(person)))

    @property
    def organisations(self) -> list[Organisation]:
        """The mentor first, then in the order in which they joined."""
        ordered = sorted(self.participations, key=lambda p: (p.part is not Part.MENTOR, p.id))
        return [participation.organisation for participation in ordered]


class Participation(Model):
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
    def open_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return cls.cluster.has(Cluster.visible_to(person))


class Membership(Model):
    """A person in a role for an organisation, in one cluster, or in a whole programme for its lead."""

    __tablename__ = "bench_membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_cluster.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    since: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    until: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(back_populates="memberships", lazy="joined", innerjoin=True)
    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_current(self) -> bool:
        return self.until is None or self.until > utc_now()

    @property
    def grant(self) -> Grant:
        return Grant(self.programme_id, self.cluster_id, self.role, self.organisation_id)

    @classmethod
    def current(cls) -> sa.ColumnElement[bool]:
        return sa.or_(cls.until.is_(None), cls.until > utc_now())

    @classmethod
    def shared_with(cls, person: Any) -> sa.ColumnElement[bool]:
        """Memberships, past ones too, in a cluster or programme that the person is a member of."""
        return sa.or_(sa.false(), *(cls._met_through(grant) for grant in getattr(person, "grants", ())))

    @classmethod
    def _met_through(cls, grant: Grant) -> sa.ColumnElement[bool]:
        programme = cls.programme_id == grant.programme_id
        if grant.cluster_id is None:
            return programme
        return sa.and_(programme, sa.or_(cls.cluster_id.is_(None), cls.cluster_id == grant.cluster_id))

    @classmethod
    def in_cluster(cls, cluster: Cluster) -> sa.ColumnElement[bool]:
        """Current memberships that concern the cluster: its own, and the programme's leads."""
        here = sa.or_(cls.cluster_id == cluster.id, cls.cluster_id.is_(None))
        return sa.and_(cls.programme_id == cluster.programme_id, here, cls.current())


class Invitation(Model):
    """A membership to be: organisation, role and cluster are fixed, the person follows the link and is in."""

    __tablename__ = "bench_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str] = mapped_column(sa.String(120))
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_cluster.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    role: Mapped[Role] = mapped_column(choice(Role))
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    sent_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    accepted_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    programme: Mapped[Programme] = relationship()
    cluster: Mapped[Cluster | None] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    invited_by: Mapped[Person | None] = relationship(foreign_keys=[invited_by_id])

    @property
    def expires_at(self) -> dt.datetime:
        return self.sent_at + dt.timedelta(days=INVITATION_DAYS)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > utc_now()

    @property
    def is_expired(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at <= utc_now()

    @classmethod
    def with_token(cls, token: str) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.token_digest == digest(token)))

    def renew(self) -> str:
        """A fresh token and a fresh date; the link sent before stops working."""
        token = secrets.token_urlsafe(32)
        self.token_digest, self.sent_at = digest(token), utc_now()
        return token
