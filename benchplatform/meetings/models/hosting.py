"""The host's checklist of a meeting: what has to be there on the day, who sees to it, and what is done."""

from __future__ import annotations

import datetime as dt
import enum
import json
from functools import cache
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from ...accounts.models import Person
from ...database import Edited, Loadable, Model, UTCDateTime, choice, db, reload, utc_now
from ...languages import Bilingual
from .meetings import Meeting

LONGEST_NAME = 120
LONGEST_NOTE = 300


class HostingKind(enum.StrEnum):
    """What every host sees to."""

    INVITATION = "invitation"
    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    MICROPHONE = "microphone"
    LINK = "link"
    FOOD = "food"
    NOTE_TAKER = "note_taker"


ACCESS = (HostingKind.STEP_FREE, HostingKind.HEARING_LOOP, HostingKind.MICROPHONE, HostingKind.LINK)
"""What people want to know before they say whether they come."""


@cache
def content() -> dict[HostingKind, dict[str, Any]]:
    """Kind -> its title and help in both languages, and its due day counted from the meeting; in order."""
    path = Path(__file__).parents[2] / "content" / "hosting_checklist.json"
    return {HostingKind(entry["kind"]): entry for entry in json.loads(path.read_text("utf-8"))}


class HostingItem(Edited, Loadable, Model):
    """One thing on the list: one of the kinds, or one that the host has added by a name of its own."""

    __tablename__ = "bench_hosting_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[HostingKind | None] = mapped_column(choice(HostingKind))
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME), default="")
    """Of one that the host has added."""
    note: Mapped[str] = mapped_column(sa.String(LONGEST_NOTE), default="")
    """What is good to know about it: which entrance, whom to ring. Everybody in the cluster reads it."""
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    due_offset_days: Mapped[int]
    """Days from the meeting; negative is before."""
    done_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    meeting: Mapped[Meeting] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])

    @classmethod
    def load(cls, person: Any, slug: str, number: int, id: int) -> Self | None:  # type: ignore[override]
        """One of the meeting that stands at the address."""
        meeting = Meeting.load(person, slug, number)
        if meeting is None:
            return None
        return db.session.scalar(sa.select(cls).where(cls.id == id, cls.meeting_id == meeting.id))

    @classmethod
    def of(cls, meeting: Meeting, *conditions: sa.ColumnElement[bool]) -> list[Self]:
        """The meeting's, in the order in which they are due, with who sees to them; one query."""
        here = sa.select(cls).where(cls.meeting_id == meeting.id, *conditions)
        people = joinedload(cls.owner), joinedload(cls.done_by)
        return list(db.session.scalars(here.order_by(cls.due_offset_days, cls.position, cls.id).options(*people)))

    @property
    def title(self) -> str:
        return str(Bilingual(content()[self.kind]["title"])) if self.kind else self.name

    @property
    def help(self) -> str:
        """In a sentence, what it takes."""
        return str(Bilingual(content()[self.kind]["help"])) if self.kind else ""

    @property
    def due_on(self) -> dt.date:
        return self.meeting.day + dt.timedelta(days=self.due_offset_days)

    def complete(self, person: Any) -> bool:
        """False when somebody has done it before: the first one stays."""
        return self._set_done(HostingItem.done_at.is_(None), done_at=utc_now(), done_by_id=person.id)

    def reopen(self) -> bool:
        return self._set_done(HostingItem.done_at.is_not(None), done_at=None, done_by_id=None)

    def remove(self) -> bool:
        """False when somebody has removed it before."""
        gone = sa.delete(HostingItem).where(HostingItem.id == self.id).returning(HostingItem.id)
        return db.session.scalar(gone) is not None

    def _set_done(self, condition: sa.ColumnElement[bool], **values: Any) -> bool:
        change = sa.update(HostingItem).where(HostingItem.id == self.id, condition).values(**values)
        is_changed = db.session.scalar(change.returning(HostingItem.id)) is not None
        reload(self)
        return is_changed
