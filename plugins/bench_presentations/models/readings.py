"""Which version of a presentation each person has seen; where a lead has turned it off, nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from benchplatform.accounts.models import Person
from benchplatform.audience import Grant
from benchplatform.database import Model, UTCDateTime, db, insert, utc_now

from .presentations import Presentation, Version

NEWEST = sa.func.coalesce(
    sa.select(sa.func.max(Version.number))
    .where(Version.presentation_id == Presentation.id)
    .correlate(Presentation)
    .scalar_subquery(),
    0,
)
"""Number of a presentation's newest version; 0 while it has no file."""


class ReadingsOff(Model):
    """In this cluster it is not remembered who has read a presentation: since when, and who decided so."""

    __tablename__ = "bench_presentation_readings_off"

    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_cluster.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    @classmethod
    def holds_in(cls, cluster_id: Any) -> sa.ColumnElement[bool]:
        """For an id, or for a column with ids."""
        return sa.exists().where(cls.cluster_id == cluster_id)

    @classmethod
    def turn_off(cls, cluster_id: int, person: Person) -> bool:
        """Keep nothing from now on, and delete what was kept; False when somebody has done so before."""
        row = insert(cls).values(cluster_id=cluster_id, by_id=person.id, at=utc_now())
        done = db.session.scalar(row.on_conflict_do_nothing().returning(cls.cluster_id)) is not None
        PresentationReading.forget(cluster_id)
        return done

    @classmethod
    def turn_on(cls, cluster_id: int) -> bool:
        """Begin with nothing, also where a note was on its way when it was turned off; False when it is on."""
        PresentationReading.forget(cluster_id)
        gone = sa.delete(cls).where(cls.cluster_id == cluster_id).returning(cls.cluster_id)
        return db.session.scalar(gone) is not None


class PresentationReading(Model):
    """A person has opened a published presentation or one of its files: the newest version that there was then."""

    __tablename__ = "bench_presentation_reading"

    presentation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("bench_presentation.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("bench_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]
    """Of the version; 0 for a presentation without a file."""
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    """When this version was first opened; coming back leaves no trace."""

    @classmethod
    def of(cls, person: Any) -> sa.ColumnElement[bool]:
        """Joins the person's own reading to each presentation; none where it is turned off."""
        own = cls.presentation_id == Presentation.id, cls.person_id == person.id
        return sa.and_(*own, ~ReadingsOff.holds_in(Presentation.cluster_id))

    @classmethod
    def new_to(cls, person: Any, *which: sa.ColumnElement[bool]) -> Any:
        """Readings that are to be remembered when the person opens these presentations; of most, none."""
        is_new = sa.or_(cls.number.is_(None), cls.number < NEWEST)
        read = Presentation.published_at.is_not(None), ~ReadingsOff.holds_in(Presentation.cluster_id)
        return (
            sa.select(Presentation.id, sa.literal(person.id, sa.Integer), NEWEST, sa.literal(utc_now(), UTCDateTime))
            .outerjoin(cls, cls.of(person))
            .where(*which, *read, read_by(person.grants), is_new)
        )

    @classmethod
    def noting(cls, new: Any) -> sa.Executable:
        """The statement that remembers what `new_to` finds when it is run."""
        columns: Sequence[Any] = ("presentation_id", "person_id", "number", "at")
        inserted = insert(cls).from_select(columns, new)
        newer = inserted.excluded
        noted: sa.Executable = inserted.on_conflict_do_update(
            index_elements=[cls.presentation_id, cls.person_id],
            set_={"number": newer.number, "at": newer.at},
            where=cls.number < newer.number,
        )
        return noted

    @classmethod
    def forget(cls, cluster_id: int) -> None:
        """Delete all that is remembered in the cluster."""
        here = sa.select(Presentation.id).where(Presentation.cluster_id == cluster_id)
        db.session.execute(sa.delete(cls).where(cls.presentation_id.in_(here)))


def read_by(grants: Sequence[Grant]) -> sa.ColumnElement[bool]:
    """What is read, and not shown, by members: the others' where they speak for an organisation; all, for a lead."""
    return sa.or_(sa.false(), *map(_read_through, grants))


def _read_through(grant: Grant) -> sa.ColumnElement[bool]:
    if grant.role.speaks_for_organisation:
        return sa.and_(Presentation.cluster_id == grant.cluster_id, Presentation.owner_id != grant.organisation_id)
    return Presentation.programme_id == grant.programme_id
