"""Who may see: four columns on everything visible, and one SQL condition made from what a person is a member of.

An audience begins as a whole programme and is narrowed by cluster, role and organisation. A draft is an audience
narrowed to its organisation; releasing or publishing widens it. What a person may not see does not exist for them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .database import Loadable, choice, db

if TYPE_CHECKING:
    from .programmes.models import Cluster


class Role(enum.StrEnum):
    KEY_PERSON = "key_person"
    MANAGER = "manager"
    ELECTED_OFFICIAL = "elected_official"
    PROGRAMME_LEAD = "programme_lead"

    @property
    def speaks_for_organisation(self) -> bool:
        """A programme lead runs the programme and sees no organisation's drafts."""
        return self is not Role.PROGRAMME_LEAD


@dataclass(frozen=True)
class Grant:
    """What one current membership opens: a role for an organisation in a cluster (or in all of a programme)."""

    programme_id: int
    cluster_id: int | None
    role: Role
    organisation_id: int


class Grantee(Protocol):
    """Whoever looks: a person, or a visitor, who has no grants."""

    @property
    def grants(self) -> tuple[Grant, ...]: ...


def spoken_for(person: Grantee, cluster_id: int | None) -> list[int]:
    """Ids of the organisations that the person speaks for in a cluster, each once."""
    grants = (grant for grant in person.grants if grant.cluster_id == cluster_id)
    return list(dict.fromkeys(grant.organisation_id for grant in grants if grant.role.speaks_for_organisation))


class Audience(Loadable):
    """Mixin for models that are seen by some and not by others."""

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_cluster.id"), index=True)
    role: Mapped[Role | None] = mapped_column(choice(Role))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))

    @classmethod
    def visible_to(cls, person: Grantee) -> sa.ColumnElement[bool]:
        """The SQL condition for rows that some grant of the person's opens; none for a visitor."""
        return cls.opened_by(person.grants)

    @classmethod
    def load(cls, person: Grantee, id: int) -> Self | None:
        return cls.by_id(person, id)

    @classmethod
    def by_id(cls, person: Grantee, id: int) -> Self | None:
        """The row with the id, if the person may see it."""
        found = db.session.execute(cls._one_opened_by(person.grants), {"id": id})
        return found.scalar_one_or_none()

    @classmethod
    @lru_cache(4096)
    def opened_by(cls, grants: tuple[Grant, ...]) -> sa.ColumnElement[bool]:
        """Kept for those who come back: to build a condition takes longer than the database needs to use it."""
        return sa.or_(sa.false(), *(cls._opened_by(grant) for grant in grants))

    @classmethod
    @lru_cache(4096)
    def _one_opened_by(cls, grants: tuple[Grant, ...]) -> Any:
        return sa.select(cls).where(cls.id == sa.bindparam("id"), cls.opened_by(grants))  # type: ignore[attr-defined]

    @classmethod
    def _opened_by(cls, grant: Grant) -> sa.ColumnElement[bool]:
        conditions = [
            cls.programme_id == grant.programme_id,
            sa.or_(cls.role.is_(None), cls.role == grant.role),
        ]
        if grant.cluster_id is not None:
            conditions.append(sa.or_(cls.cluster_id.is_(None), cls.cluster_id == grant.cluster_id))
        if grant.role.speaks_for_organisation:
            own = cls.organisation_id == grant.organisation_id
            conditions.append(sa.or_(cls.organisation_id.is_(None), own))
        else:
            conditions.append(cls.organisation_id.is_(None))
        return sa.and_(*conditions)

    def is_opened_by(self, grant: Grant) -> bool:
        """What `_opened_by` says in SQL, for one thing that is at hand."""
        speaks = grant.role.speaks_for_organisation
        return (
            self.programme_id == grant.programme_id
            and self.role in (None, grant.role)
            and (self.cluster_id is None or grant.cluster_id in (None, self.cluster_id))
            and (self.organisation_id is None or (speaks and self.organisation_id == grant.organisation_id))
        )

    @classmethod
    def of(cls, cluster: Cluster) -> sa.ColumnElement[bool]:
        """The cluster's own, and what its whole programme shares."""
        here = sa.or_(cls.cluster_id == cluster.id, cls.cluster_id.is_(None))
        return sa.and_(cls.programme_id == cluster.programme_id, here)

    def share_audience_of(self, other: Audience) -> Self:
        """Be seen by those who see `other`, as a file is by those who see its presentation."""
        for name, value in other.audience_columns.items():
            setattr(self, name, value)
        return self

    @property
    def audience_columns(self) -> dict[str, Any]:
        """The four columns, as values of a statement."""
        return {name: getattr(self, name) for name in ("programme_id", "cluster_id", "role", "organisation_id")}
