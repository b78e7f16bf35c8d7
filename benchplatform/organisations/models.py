"""Organisations: municipalities, regions and agencies, each with a page of its own."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from ..database import Edited, LoadableBySlug, Model, UTCDateTime, choice, db, utc_now
from ..languages import Bilingual, BilingualText

if TYPE_CHECKING:
    from ..programmes.models import Membership, Participation


class OrganisationKind(enum.StrEnum):
    MUNICIPALITY = "municipality"
    REGION = "region"
    AGENCY = "agency"


class Organisation(Edited, LoadableBySlug, Model):
    """One of those who meet; what its people write belongs to it."""

    __tablename__ = "bench_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    inhabitants: Mapped[int | None]
    about: Mapped[Bilingual] = mapped_column(BilingualText, default=dict)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    participations: Mapped[list[Participation]] = relationship(back_populates="organisation")
    memberships: Mapped[list[Membership]] = relationship(viewonly=True)

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """One's own, those in a cluster one is in or leads, and those of people one has met; all for administrators."""
        if person.is_administrator:
            return sa.true()
        own = [grant.organisation_id for grant in person.grants]
        takes_part = cls.participations.any(_above(cls.participations).open_to(person))
        has_people = cls.memberships.any(_above(cls.memberships).shared_with(person))
        return sa.or_(cls.id.in_(own), takes_part, has_people)

    @classmethod
    def load(cls, person: Any, slug: str) -> Self | None:  # type: ignore[override]
        """With its participations and their clusters, which the rules ask about."""
        statement = sa.select(cls).where(cls.slug == slug, cls.visible_to(person))
        clusters = selectinload(cls.participations).joinedload(_above(cls.participations).cluster)
        return db.session.scalar(statement.options(clusters))


def _above(relation: Any) -> Any:
    """The model that a relationship leads to: organisations do not import programmes, which stand on them."""
    return relation.property.mapper.class_
