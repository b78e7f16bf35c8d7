"""What can be done with a whole thread: records of who and when, as columns of its row, which cost no query."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from ... import markup
from ...accounts.models import Person
from ...database import UTCDateTime, db, utc_now


class Ending:
    """Mixin of a thread: closed with a conclusion, locked, pinned, merged into another."""

    id: Mapped[int]
    closed_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    conclusion: Mapped[str | None] = mapped_column(sa.Text)
    conclusion_html: Mapped[str | None] = mapped_column(sa.Text)
    conclusion_renderer: Mapped[int | None]
    """`markup.VERSION` when `conclusion_html` was made."""
    locked_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    locked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    pinned_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime, index=True)
    pinned_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_thread.id"), index=True)
    """Where its posts are now; from then on the thread exists for its old links alone."""
    told: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    """The newest event that readers should know of (`history.TOLD`): the page of posts reads no other row for it."""

    @declared_attr
    def closed_by(cls: Any) -> Mapped[Person | None]:
        return relationship(foreign_keys=[cls.closed_by_id])

    @declared_attr
    def locked_by(cls: Any) -> Mapped[Person | None]:
        return relationship(foreign_keys=[cls.locked_by_id])

    @property
    def is_open(self) -> bool:
        """May anything be written in it now?"""
        return self.closed_at is None and self.locked_at is None and self.merged_into_id is None

    @classmethod
    def open_ones(cls) -> sa.ColumnElement[bool]:
        """What `is_open` says, in SQL."""
        return sa.and_(cls.closed_at.is_(None), cls.locked_at.is_(None), cls.merged_into_id.is_(None))

    @property
    def shown_conclusion(self) -> str:
        """As ready HTML, under the rules of today."""
        if self.conclusion and self.conclusion_renderer != markup.VERSION:
            return markup.render(self.conclusion)
        return self.conclusion_html or ""

    def close(self, person: Person, conclusion: str) -> bool:
        """False when somebody has closed it before: of two at the same time, the second is to see the first's words."""
        return self._set_once(
            "closed_at",
            closed_at=utc_now(),
            closed_by_id=person.id,
            conclusion=conclusion,
            conclusion_html=markup.render(conclusion),
            conclusion_renderer=markup.VERSION,
        )

    def reopen(self) -> bool:
        empty = dict.fromkeys(("conclusion", "conclusion_html", "conclusion_renderer"))
        return self._unset("closed_at", closed_by_id=None, **empty)

    def lock(self, person: Person) -> bool:
        return self._set_once("locked_at", locked_at=utc_now(), locked_by_id=person.id)

    def unlock(self) -> bool:
        return self._unset("locked_at", locked_by_id=None)

    def pin(self, person: Person) -> bool:
        return self._set_once("pinned_at", pinned_at=utc_now(), pinned_by_id=person.id)

    def unpin(self) -> bool:
        return self._unset("pinned_at", pinned_by_id=None)

    def change(self, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
        """Write the values if the thread is still as the conditions say; False when somebody was faster."""
        model: Any = type(self)
        changed = sa.update(model).where(model.id == self.id, model.merged_into_id.is_(None), *conditions)
        done = db.session.scalar(changed.values(**values).returning(model.id)) is not None
        db.session.refresh(self)
        return done

    def _set_once(self, column: str, **values: Any) -> bool:
        return self.change(getattr(type(self), column).is_(None), **values)

    def _unset(self, column: str, **values: Any) -> bool:
        return self.change(getattr(type(self), column).is_not(None), **{column: None}, **values)
