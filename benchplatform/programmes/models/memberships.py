"""Who is a member of what, in which role and for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import audit
from ...accounts.models import Person
from ...audience import Grant, Role
from ...database import Loadable, Model, UTCDateTime, choice, db, utc_now
from ...events import member_joined, member_left
from ...organisations.models import Organisation
from .clusters import Cluster, Programme, administered


def unique_while(condition: str, name: str, *columns: str) -> sa.Index:
    """No two rows alike as long as the condition holds: two who do the same thing at once make one."""
    where = sa.text(condition)
    return sa.Index(f"uq_bench_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Membership(Loadable, Model):
    """A person in a role for an organisation, in one cluster, or in a whole programme for its lead."""

    __tablename__ = "bench_membership"
    __table_args__ = (
        unique_while("until IS NULL", "membership_current", "person_id", "cluster_id", "organisation_id", "role"),
        unique_while("until IS NULL AND cluster_id IS NULL", "membership_lead", "person_id", "programme_id", "role"),
    )

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

    def begin(self) -> bool:
        """Save a new membership and tell of it; False when the person has the very same one already."""
        try:
            with db.session.begin_nested():
                db.session.add(self)
        except sa.exc.IntegrityError:
            return False
        audit.record("memberships.begin", self, person=self.person_id, role=self.role)
        member_joined.send(self)
        return True

    def end(self) -> bool:
        """What it opened is closed from the next page on; the row stays as history. False when ended before."""
        current = sa.and_(Membership.id == self.id, Membership.current())
        ended = sa.update(Membership).where(current).values(until=utc_now()).returning(Membership.id)
        if db.session.scalar(ended) is None:
            return False
        db.session.refresh(self)
        audit.record("memberships.end", self, person=self.person_id, role=self.role)
        member_left.send(self)
        return True

    @property
    def is_last_lead(self) -> bool:
        """After this one nobody but a site administrator could administer the programme."""
        others = Membership.leads(self.programme_id), Membership.reachable(), Membership.id != self.id
        return self.role is Role.PROGRAMME_LEAD and not db.session.scalar(sa.select(sa.exists().where(*others)))

    @classmethod
    def current(cls, now: Any = None) -> sa.ColumnElement[bool]:
        return sa.or_(cls.until.is_(None), cls.until > (utc_now() if now is None else now))

    @classmethod
    def grants_of(cls, person: Person) -> tuple[Grant, ...]:
        """What the current memberships of a person open; one query, for columns alone."""
        own = sa.select(*cls.grant_columns()).where(cls.person_id == person.id, cls.current())
        return tuple(Grant(*row) for row in db.session.execute(own.order_by(cls.id)))

    @property
    def grant(self) -> Grant:
        """What it opens, while it is current."""
        return Grant(self.programme_id, self.cluster_id, self.role, self.organisation_id)

    @classmethod
    def grant_columns(cls) -> tuple[Any, ...]:
        """In the order of `Grant`."""
        return cls.programme_id, cls.cluster_id, cls.role, cls.organisation_id

    @classmethod
    def leads(cls, programme_id: int) -> sa.ColumnElement[bool]:
        return sa.and_(cls.programme_id == programme_id, cls.role == Role.PROGRAMME_LEAD, cls.current())

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """One's own, those one has met through a cluster or programme, and those one administers."""
        own = cls.person_id == person.id
        return sa.or_(own, cls.shared_with(person), administered(cls.programme_id, person))

    @classmethod
    def shared_with(cls, person: Any) -> sa.ColumnElement[bool]:
        """Memberships, past ones too, in a cluster or programme that the person is a member of."""
        return sa.or_(sa.false(), *(cls._met_through(grant) for grant in person.grants))

    @classmethod
    def _met_through(cls, grant: Grant) -> sa.ColumnElement[bool]:
        programme = cls.programme_id == grant.programme_id
        if grant.cluster_id is None:
            return programme
        return sa.and_(programme, sa.or_(cls.cluster_id.is_(None), cls.cluster_id == grant.cluster_id))

    @classmethod
    def reachable(cls) -> sa.ColumnElement[bool]:
        """Current ones of people who can sign in: those that others may turn to."""
        return sa.and_(cls.current(), cls.person.has(Person.disabled_at.is_(None)))

    @classmethod
    def in_cluster(cls, cluster: Cluster) -> sa.ColumnElement[bool]:
        """Those that one may turn to about the cluster: its own members, and the programme's leads."""
        here = sa.or_(cls.cluster_id == cluster.id, cls.cluster_id.is_(None))
        return sa.and_(cls.programme_id == cluster.programme_id, here, cls.reachable())

    @classmethod
    def people_by_organisation(cls, cluster: Cluster) -> dict[int, int]:
        """Organisation id -> how many of its people are in the cluster; one with two roles counts once."""
        people = sa.func.count(cls.person_id.distinct())
        statement = sa.select(cls.organisation_id, people).where(cls.in_cluster(cluster))
        return {row[0]: row[1] for row in db.session.execute(statement.group_by(cls.organisation_id))}
