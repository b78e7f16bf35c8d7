"""The day as a whole: how long it is, where it has gaps and overlaps, and how the rest moves when one piece does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Protocol

from flask_babel import gettext

from .. import dates
from ..events import removed
from .models import MINUTES_IN_A_DAY, AgendaSlot, Meeting, later, minute_of
from .rooming import has_notes, hold


class Piece(Protocol):
    """A slot of an agenda, or a line of one that was pasted."""

    @property
    def starts(self) -> dt.time: ...
    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True)
class DayCheck:
    """What is said below an agenda: "390 min, 09.30–16.00, no gaps", or where it does not fit together."""

    minutes: int
    starts: dt.time
    ends: dt.time
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        whole = {"minutes": self.minutes, "span": dates.span(self.starts, self.ends)}
        if self.problems:
            return gettext("%(minutes)s min, %(span)s", **whole)
        return gettext("%(minutes)s min, %(span)s, no gaps", **whole)


def check(pieces: Sequence[Piece]) -> DayCheck | None:
    """None for an empty day."""
    if not pieces:
        return None
    problems = [words for one, after in pairwise(pieces) if (words := _between(one, after))]
    total, end = sum(piece.minutes for piece in pieces), max(_end(piece) for piece in pieces)
    return DayCheck(total, pieces[0].starts, _clock(end), tuple(problems))


def _between(one: Piece, after: Piece) -> str:
    gap = minute_of(after.starts) - _end(one)
    at = dates.clock(_clock(_end(one)))
    if gap > 0:
        return gettext("A gap of %(minutes)s min from %(time)s.", minutes=gap, time=at)
    if gap < 0:
        begins = dates.clock(after.starts)
        return gettext("%(time)s begins %(minutes)s min before the one above it ends.", time=begins, minutes=-gap)
    return ""


def _end(piece: Piece) -> int:
    return minute_of(piece.starts) + piece.minutes


def _clock(minute: int) -> dt.time:
    return later(dt.time(), dt.timedelta(minutes=minute))


class PastMidnight(Exception):
    """The change would push the end of the day over midnight."""


class InUse(Exception):
    """The change would take out a slot of which something would be lost; `why` says what, in a sentence."""

    def __init__(self, why: str) -> None:
        self.why = why


def place(meeting: Meeting, slot: AgendaSlot, starts: dt.time, minutes: int, *, moves_rest: bool) -> None:
    """Give a slot its time; what comes after it moves along, or stays where it is. Raises PastMidnight."""
    shift = minute_of(starts) + minutes - slot.end_minute
    rest = _after(meeting, slot) if moves_rest else []
    _refuse_past_midnight([minute_of(starts) + minutes, *(one.end_minute + shift for one in rest)])
    slot.starts, slot.minutes = starts, minutes
    _move(rest, shift)
    settle(meeting)


def insert(meeting: Meeting, slot: AgendaSlot, after: AgendaSlot | None, *, moves_rest: bool) -> None:
    """Put a new slot behind another one, or first; the rest moves along by its length. Raises PastMidnight."""
    index = meeting.agenda.index(after) + 1 if after else 0
    rest = meeting.agenda[index:] if moves_rest else []
    _refuse_past_midnight([slot.end_minute, *(one.end_minute + slot.minutes for one in rest)])
    _move(rest, slot.minutes)
    meeting.agenda.insert(index, slot)
    settle(meeting)


def remove(meeting: Meeting, slot: AgendaSlot) -> None:
    """What comes after it begins so much earlier. Raises InUse."""
    _refuse_noted([slot])
    removed.send(slot)
    _move(_after(meeting, slot), -slot.minutes)
    meeting.agenda.remove(slot)
    settle(meeting)


def move(meeting: Meeting, slot: AgendaSlot, place: int) -> bool:
    """To another place of the day, counted from 1; what it passes moves to where it was. False when it is there."""
    aim = min(max(place, 1), len(meeting.agenda)) - 1
    index = meeting.agenda.index(slot)
    passed = meeting.agenda[index + 1 : aim + 1] if aim > index else meeting.agenda[aim:index][::-1]
    for other in passed:
        _swap_with_next(meeting, slot if aim > index else other)
    return aim != index


def replace(meeting: Meeting, slots: Iterable[AgendaSlot]) -> None:
    """Another day; a slot that is called as before stays the one it was, with its other language and its talk.

    Raises InUse.
    """
    before: dict[str, list[AgendaSlot]] = defaultdict(list)
    for slot in meeting.agenda:
        before[str(slot.title).casefold()].append(slot)
    day = [_as_before(slot, before[str(slot.title).casefold()]) for slot in slots]
    gone = list(chain.from_iterable(before.values()))
    _refuse_noted(gone)
    for slot in gone:
        removed.send(slot)
    meeting.agenda[:] = day
    settle(meeting)


def _as_before(slot: AgendaSlot, before: list[AgendaSlot]) -> AgendaSlot:
    if not before:
        return slot
    kept = before.pop(0)
    kept.starts, kept.minutes, kept.kind = slot.starts, slot.minutes, slot.kind
    return kept


def settle(meeting: Meeting) -> None:
    """Number the slots in their order, and let the meeting begin and end with its agenda."""
    for position, slot in enumerate(meeting.agenda, 1):
        slot.position = position
    whole = check(meeting.agenda)
    if whole:
        meeting.starts, meeting.ends = whole.starts, whole.ends


def _swap_with_next(meeting: Meeting, slot: AgendaSlot) -> None:
    """Change places with the slot behind it, which begins where this one did."""
    index = meeting.agenda.index(slot)
    other = meeting.agenda[index + 1]
    end = other.end_minute
    other.starts, slot.starts = slot.starts, _clock(max(0, end - slot.minutes))
    meeting.agenda[index : index + 2] = [other, slot]
    settle(meeting)


def _after(meeting: Meeting, slot: AgendaSlot) -> list[AgendaSlot]:
    return meeting.agenda[meeting.agenda.index(slot) + 1 :]


def _move(slots: Iterable[AgendaSlot], minutes: int) -> None:
    for slot in slots:
        slot.starts = later(slot.starts, dt.timedelta(minutes=minutes))


def _refuse_noted(slots: Sequence[AgendaSlot]) -> None:
    hold(*slots)
    noted = has_notes(slots)
    if noted is not None:
        raise InUse(gettext("“%(title)s” has notes, so it stays in the day.", title=noted.title))


def _refuse_past_midnight(ends: Iterable[int]) -> None:
    if max(ends) >= MINUTES_IN_A_DAY:
        raise PastMidnight
