"""The day as it goes: planned times in the clock of the place, moved by what was done to them, in UTC.

All points in time are aware, so that a change to summer time and a slot past midnight need no thought. Nothing here
reads the clock: `now` is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol
from zoneinfo import ZoneInfo

from .models import ActKind, AgendaSlot, SlotPart

_NOTHING, _MINUTE, _HALF_A_DAY, _DAY = (dt.timedelta(minutes=minutes) for minutes in (0, 1, 12 * 60, 24 * 60))
_LATELY = dt.timedelta(minutes=30)
"""So long after its end a slot may be told to be going on still, and the day be run."""


class Act(Protocol):
    """What was done to a slot, and when."""

    @property
    def kind(self) -> ActKind: ...
    @property
    def slot_id(self) -> int: ...
    @property
    def minutes(self) -> int: ...
    @property
    def at(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Stretch:
    """From a point in time up to, and not with, another one."""

    begins: dt.datetime
    ends: dt.datetime

    def __contains__(self, at: dt.datetime) -> bool:
        return self.begins <= at < self.ends

    def moved(self, shift: dt.timedelta) -> Stretch:
        return Stretch(self.begins + shift, self.ends + shift)


@dataclass(frozen=True)
class LivePart:
    """A part of a slot with its real times; what an extension gave it is in its minutes."""

    part: SlotPart
    minutes: int
    time: Stretch


@dataclass
class LiveSlot:
    """A slot with the time that was planned, and the one it really takes."""

    slot: AgendaSlot
    planned: Stretch
    time: Stretch
    was_ended: bool = False
    """Somebody said that it is over; else the clock did, or will."""
    lengths: list[int] = field(default_factory=list)
    """Minutes of its parts."""

    @property
    def is_moved(self) -> bool:
        return self.time != self.planned

    @property
    def parts(self) -> list[LivePart]:
        return list(self._parts())

    def _parts(self) -> Iterator[LivePart]:
        """One after the other from where the slot begins, and none goes on when it ends."""
        begins = self.time.begins
        for part, minutes in zip(self.slot.parts, self.lengths, strict=True):
            ends = min(begins + dt.timedelta(minutes=minutes), self.time.ends)
            yield LivePart(part, minutes, Stretch(begins, ends))
            begins = ends

    def part_at(self, now: dt.datetime) -> LivePart | None:
        """The part that runs; None for a slot without parts, and for what is left of it after them."""
        return next((part for part in self._parts() if now in part.time), None)


def day_as_it_went(
    slots: Sequence[AgendaSlot], acts: Iterable[Act], day: dt.date, zone: ZoneInfo
) -> tuple[LiveSlot, ...]:
    """The slots in their order, after the acts that stand, in theirs."""
    planned = [_planned(slot, begins) for slot, begins in zip(slots, _beginnings(slots, day, zone), strict=True)]
    index = {slot.id: place for place, slot in enumerate(slots)}
    for act in acts:
        if act.slot_id in index:
            change = _extend if act.kind is ActKind.EXTENDED else _end
            change(planned, index[act.slot_id], act)
    return tuple(planned)


def _beginnings(slots: Sequence[AgendaSlot], day: dt.date, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """In UTC. A slot that begins much earlier on the clock than the one before it is after midnight."""
    before = dt.datetime.combine(day, dt.time())
    for slot in slots:
        begins = dt.datetime.combine(before.date(), slot.starts)
        if before - begins > _HALF_A_DAY:
            begins += _DAY
        yield begins.replace(tzinfo=zone).astimezone(dt.UTC)
        before = begins


def _planned(slot: AgendaSlot, begins: dt.datetime) -> LiveSlot:
    time = Stretch(begins, begins + dt.timedelta(minutes=slot.minutes))
    return LiveSlot(slot, time, time, lengths=[part.minutes for part in slot.parts])


def _extend(day: list[LiveSlot], place: int, act: Act) -> None:
    """Longer by so many minutes, and so is the part that ran; what comes after waits, unless there is air before it."""
    found, more = day[place], dt.timedelta(minutes=act.minutes)
    end = found.time.ends
    ran = max(found.time.begins, min(act.at, end - dt.timedelta.resolution))
    for number, part in enumerate(found.parts):
        if ran in part.time:
            found.lengths[number] += act.minutes
    found.time = Stretch(found.time.begins, end + more)
    since = min(act.at, end)
    for later in day[place + 1 :]:
        if later.time.begins >= since:
            more = max(more - max(later.time.begins - end, _NOTHING), _NOTHING)
            end = later.time.ends
            later.time = later.time.moved(more)


def _end(day: list[LiveSlot], place: int, act: Act) -> None:
    """Over in this minute, in which the next one begins; all that comes after is as much earlier (or later)."""
    found = day[place]
    at = max(act.at.replace(second=0, microsecond=0), found.time.begins)
    found.time, found.was_ended = Stretch(found.time.begins, min(found.time.ends, at)), True
    coming = [later for later in day[place + 1 :] if later.time.begins > at]
    if coming:
        shift = at - coming[0].time.begins
        for later in coming:
            later.time = later.time.moved(shift)


def minutes_until(at: dt.datetime, now: dt.datetime) -> int:
    """Whole minutes, a begun one counted: 1 in the last minute."""
    return -((now - at) // _MINUTE)


@dataclass(frozen=True)
class LiveDay:
    """A day that has slots, and where in it we are now."""

    slots: tuple[LiveSlot, ...]
    now: dt.datetime

    @property
    def current(self) -> LiveSlot | None:
        """What runs; of several at the same time, what began last."""
        running = [slot for slot in self.slots if self.now in slot.time]
        return max(reversed(running), key=lambda slot: slot.time.begins, default=None)

    @property
    def next(self) -> LiveSlot | None:
        coming = (slot for slot in self.slots if slot.time.begins > self.now)
        return min(coming, key=lambda slot: slot.time.begins, default=None)

    @property
    def previous(self) -> LiveSlot | None:
        """What ended last."""
        past = [slot for slot in self.slots if slot.time.ends <= self.now]
        return max(reversed(past), key=lambda slot: slot.time.ends, default=None)

    @property
    def still_going_on(self) -> LiveSlot | None:
        """The previous slot while it may be going on after all: the clock has ended it, and nobody else, and lately."""
        found = self.previous
        is_it = found and not found.was_ended and self.now - found.time.ends < _LATELY
        return found if is_it else None

    @property
    def begins(self) -> dt.datetime:
        return min(slot.time.begins for slot in self.slots)

    @property
    def ends(self) -> dt.datetime:
        return max(slot.time.ends for slot in self.slots)

    @property
    def is_before(self) -> bool:
        return self.now < self.begins

    @property
    def is_over(self) -> bool:
        return self.now >= self.ends

    @property
    def is_open(self) -> bool:
        """Can it be run? From its first minute until a while after its last."""
        return self.begins <= self.now < self.ends + _LATELY

    @property
    def minutes_late(self) -> int:
        """How much later than planned it ends; negative when it ends earlier."""
        return (self.ends - max(slot.planned.ends for slot in self.slots)) // _MINUTE

    @property
    def until(self) -> dt.datetime | None:
        """When something else is the case: a part, a slot or a gap ends; None when nothing comes any more."""
        parts = self.current.parts if self.current else []
        times = [slot.time for slot in self.slots] + [part.time for part in parts]
        points = chain.from_iterable((time.begins, time.ends) for time in times)
        return min((point for point in points if point > self.now), default=None)
