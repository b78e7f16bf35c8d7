"""What somebody is writing, kept on the server as it is typed and offered wherever she goes on."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...accounts.models import Person
from ...database import Model, UTCDateTime, db, utc_now


class Draft(Model):
    """One person's unsent words in one place: a thread, or a thing that a thread is to be started on."""

    __tablename__ = "bench_draft"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    """`thread:7`, or `meeting:3` for a thread that is to be started there."""
    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int]
    """Counts what was kept: a second device that goes on from an older one is told, and overwrites nothing."""
    saved_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)

    @classmethod
    def at(cls, place: str, person: Person) -> Self | None:
        return db.session.get(cls, (person.id, place))

    @classmethod
    def keep(cls, place: str, person: Person, started_from: int, **words: str) -> Self | None:
        """The draft with these words; None if another device has kept something else since version `started_from`."""
        where = (cls.person_id == person.id, cls.place == place)
        values: dict[str, Any] = {**words, "version": started_from + 1, "saved_at": utc_now()}
        if started_from:
            kept = sa.update(cls).where(*where, cls.version == started_from).values(values).returning(cls.version)
            return cls.at(place, person) if db.session.scalar(kept) else None
        try:
            with db.session.begin_nested():
                db.session.add(cls(person_id=person.id, place=place, **values))
        except sa.exc.IntegrityError:
            return None
        return cls.at(place, person)

    @classmethod
    def move(cls, place: str, to: str) -> None:
        """Everybody's words go to another place, behind what is there already; too long a text is told when sent."""
        there = {draft.person_id: draft for draft in db.session.scalars(sa.select(cls).where(cls.place == to))}
        for draft in db.session.scalars(sa.select(cls).where(cls.place == place)).all():
            if draft.person_id in there:
                own = there[draft.person_id]
                own.text, own.version = f"{own.text}\n\n{draft.text}", own.version + 1
                db.session.delete(draft)
            else:
                draft.place = to

    @classmethod
    def discard(cls, place: str, person: Person) -> None:
        """It was sent, or is not wanted any more."""
        db.session.execute(sa.delete(cls).where(cls.person_id == person.id, cls.place == place))
