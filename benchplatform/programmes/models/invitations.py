"""Invitations: a membership to be, waiting for its person."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person, digest
from ...audience import Role
from ...database import Loadable, Model, UTCDateTime, choice, db, utc_now
from ...languages import Bilingual
from ...organisations.models import Organisation
from .clusters import Cluster, Programme, administered
from .memberships import Membership, unique_while

INVITATION_DAYS = 30
_WAITING = "accepted_at IS NULL AND withdrawn_at IS NULL"


class Invitation(Loadable, Model):
    """A membership to be: organisation, role and cluster are fixed, the person follows the link and is in."""

    __tablename__ = "bench_invitation"
    __table_args__ = (
        unique_while(_WAITING, "invitation_waiting", "email", "cluster_id"),
        unique_while(f"{_WAITING} AND cluster_id IS NULL", "invitation_waiting_lead", "email", "programme_id"),
    )

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
        return self.is_waiting and self.expires_at > utc_now()

    @property
    def is_expired(self) -> bool:
        return self.is_waiting and self.expires_at <= utc_now()

    @property
    def is_waiting(self) -> bool:
        """Neither taken up nor withdrawn; one that has expired can be sent again."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def place(self) -> Bilingual:
        """Name of the cluster, or of the programme for its lead."""
        return self.cluster.name if self.cluster else self.programme.name

    @classmethod
    def with_token(cls, token: str) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.token_digest == digest(token)))

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Whoever administers the programme; those invited come by their link."""
        return administered(cls.programme_id, person)

    @classmethod
    def waiting(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.accepted_at.is_(None), cls.withdrawn_at.is_(None))

    def renew(self) -> str:
        """A fresh token and a fresh date; the link sent before stops working."""
        token = secrets.token_urlsafe(32)
        self.token_digest, self.sent_at = digest(token), utc_now()
        return token

    def claim(self) -> bool:
        """Take the open invitation up, once: of two who follow the link at the same moment one gets True."""
        newest = utc_now() - dt.timedelta(days=INVITATION_DAYS)
        is_open = Invitation.waiting(), Invitation.sent_at > newest, Invitation.token_digest == self.token_digest
        return self._mark_once(Invitation.accepted_at, *is_open)

    def withdraw(self) -> bool:
        """Its link stops working; False when it was taken up or withdrawn before."""
        return self._mark_once(Invitation.withdrawn_at, Invitation.waiting())

    def _mark_once(self, column: Any, *conditions: sa.ColumnElement[bool]) -> bool:
        marked = sa.update(Invitation).where(Invitation.id == self.id, *conditions).values({column: utc_now()})
        return db.session.scalar(marked.returning(Invitation.id)) is not None

    def membership_of(self, person: Person) -> Membership:
        """What the person becomes by it; not saved yet."""
        place = {"programme_id": self.programme_id, "cluster_id": self.cluster_id}
        return Membership(person_id=person.id, organisation_id=self.organisation_id, role=self.role, **place)
