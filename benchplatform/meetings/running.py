"""Running a day: giving a slot more minutes, going on to the next, taking the last act back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from ..accounts.models import Person
from ..database import Loadable, db
from .live import LiveDay, LiveSlot, day_as_it_went
from .models import ActKind, AgendaSlot, DayAct, Meeting, standing

MINUTES = (5, 10)
"""How much longer a slot can be told to last, by one press."""


def _mark(version: int, number: int | None) -> str:
    return f"{version}.{number or 0}"


@dataclass(frozen=True)
class Shown(Loadable):
    """The mark of a day, for the screens that ask again and again whether theirs is still right; one query."""

    mark: str

    @classmethod
    def load(cls, person: Any, slug: str, number: int) -> Self | None:  # type: ignore[override]
        last = sa.select(sa.func.max(DayAct.number)).where(DayAct.meeting_id == Meeting.id, DayAct.day == Meeting.day)
        found = db.session.execute(Meeting.at(person, slug, number, Meeting.version, last.scalar_subquery())).first()
        return cls(_mark(*found)) if found else None


@dataclass(frozen=True)
class Running:
    """A meeting's day at a point in time, with what was done to it; each act is False when it comes too late."""

    meeting: Meeting
    day: LiveDay
    acts: list[DayAct]
    """Those that stand."""
    number: int
    """Of the last act, taken back or not."""

    @classmethod
    def at(cls, meeting: Meeting, now: dt.datetime) -> Self | None:
        """None for a day without an agenda."""
        slots, done = AgendaSlot.with_parts(meeting), DayAct.of(meeting)
        if not slots:
            return None
        acts, zone = standing(done), ZoneInfo(meeting.seen_from.time_zone)
        day = LiveDay(day_as_it_went(slots, acts, meeting.day, zone), now)
        return cls(meeting, day, acts, done[-1].number if done else 0)

    @property
    def mark(self) -> str:
        """What tells one state of the plan and its acts from another; the clock has no part in it."""
        return _mark(self.meeting.version, self.number)

    @property
    def last(self) -> DayAct | None:
        """What can be taken back."""
        return self.acts[-1] if self.acts else None

    @property
    def last_slot(self) -> LiveSlot | None:
        """The slot that it was done to."""
        return next((slot for slot in self.day.slots if self.last and slot.slot.id == self.last.slot_id), None)

    def extend(self, slot_id: int, minutes: int, by: Person) -> bool:
        """So many minutes more for what runs; or, from now on, for the one before it, which is still going on."""
        found = self._slot(slot_id, self.day.current, self.day.still_going_on)
        if found is None:
            return False
        since_its_end = max(0, (self.day.now - found.time.ends) // dt.timedelta(minutes=1))
        return self._act(ActKind.EXTENDED, slot_id, by, since_its_end + minutes)

    def end(self, slot_id: int, by: Person) -> bool:
        """What runs is over, or the gap after it: what comes next begins now."""
        found = self._slot(slot_id, self.day.current or (self.day.next and self.day.previous))
        return found is not None and self._act(ActKind.ENDED, slot_id, by)

    def undo(self, by: Person) -> bool:
        return self.last is not None and self._act(ActKind.UNDONE, self.last.slot_id, by)

    def _slot(self, slot_id: int, *among: LiveSlot | None) -> LiveSlot | None:
        return next((found for found in among if found and found.slot.id == slot_id), None)

    def _act(self, kind: ActKind, slot_id: int, by: Person, minutes: int = 0) -> bool:
        given = {"kind": kind, "slot_id": slot_id, "minutes": minutes, "at": self.day.now, "by_id": by.id}
        return self.day.is_open and DayAct.add(self.meeting, self.number + 1, **given)
