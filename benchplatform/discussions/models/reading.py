"""How far each person has read: one number for a thread, so that what is new is a subtraction and never a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Model, db, insert
from .threads import Thread


class Reading(Model):
    """The newest post that a person has had on the screen in a thread; all of it is new where there is none."""

    __tablename__ = "bench_reading"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        sa.ForeignKey("bench_thread.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]

    @classmethod
    def of(cls, person: Any) -> sa.ColumnElement[bool]:
        """Joins the person's own mark to each thread."""
        return sa.and_(cls.thread_id == Thread.id, cls.person_id == person.id)

    @classmethod
    def read_by(cls, person_id: int, thread_id: int) -> int:
        """How far the person has read; 0 for one who has never been there."""
        own = sa.select(cls.number).where(cls.person_id == person_id, cls.thread_id == thread_id)
        return db.session.scalar(own) or 0

    @classmethod
    def up_to(cls, person_id: int, thread_id: int, number: int) -> sa.Executable:
        """The statement that moves the mark on; it never moves back."""
        return cls._moved(insert(cls).values(person_id=person_id, thread_id=thread_id, number=number))

    @classmethod
    def mark_all(cls, person_id: int, *which: sa.ColumnElement[bool]) -> None:
        """Nothing in these threads is new to the person any more; conditions must keep to what she may see."""
        threads = sa.select(sa.literal(person_id), Thread.id, Thread.post_count).where(*which)
        columns: Sequence[Any] = ("person_id", "thread_id", "number")
        db.session.execute(cls._moved(insert(cls).from_select(columns, threads)))

    @classmethod
    def _moved(cls, inserted: Any) -> sa.Executable:
        newer = inserted.excluded.number
        moved: sa.Executable = inserted.on_conflict_do_update(
            index_elements=[cls.person_id, cls.thread_id], set_={"number": newer}, where=cls.number < newer
        )
        return moved


NEW_POSTS = Thread.post_count - sa.func.coalesce(Reading.number, 0)
"""How many posts of a thread are new to the person whose `Reading.of` is joined to it."""
