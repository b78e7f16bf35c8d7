"""Organisations: municipalities, regions and agencies, each with a page of its own."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..database import Loadable, Model, UTCDateTime, choice, db, utc_now
from ..languages import Bilingual, BilingualText

if TYPE_CHECKING:
    from ..programmes.models import Participation


class OrganisationKind(enum.StrEnum):
    MUNICIPALITY = "municipality"
    REGION = "region"
    AGENCY = "agency"


class Organisation(Loadable, Model):
    """One of those who meet; what its people write belongs to it."""

    __tablename__ = "bench_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    inhabitants: Mapped[int | None]
    about: Mapped[Bilingual] = mapped_column(BilingualText, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits, so that two who edit at the same time are told."""
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    participations: Mapped[list[Participation]] = relationship(back_populates="organisation")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Those that take part in a cluster the person is in (or leads), and one's own; all for administrators."""
        from ..programmes.models import Participation  # noqa: PLC0415 organisations are below programmes

        if getattr(person, "is_administrator", False):
            return sa.true()
        own = [grant.organisation_id for grant in getattr(person, "grants", ())]
        return sa.or_(cls.id.in_(own), cls.participations.any(Participation.open_to(person)))

    @classmethod
    def load(cls, person: Any, slug: str) -> Self | None:  # type: ignore[override]
        return db.session.scalar(sa.select(cls).where(cls.slug == slug, cls.visible_to(person)))
