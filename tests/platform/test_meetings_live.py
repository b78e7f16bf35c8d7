"""The arithmetic of a day that goes on: where we are in it, and where it is moved to by what is done."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benchplatform.meetings.live import LiveDay, LiveSlot, day_as_it_went, minutes_until
from benchplatform.meetings.models import ActKind, DayAct, standing

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = dt.date(2026, 12, 10)
OVER = ["22:00–23:00", "23:00–00:30", "01:00–01:30"]
LINES = ["09:30 30 Coffee", "10:00 60 Talk", "11:00 60 Lunch"]


def slots(*lines: str, parts: dict[str, list[int]] | None = None) -> list[Any]:
    """Slots from "09:30 30 Coffee", numbered from 1, with the lengths of their parts by title."""
    found = []
    for number, line in enumerate(lines, 1):
        starts, minutes, title = line.split()
        own = [SimpleNamespace(minutes=length) for length in (parts or {}).get(title, ())]
        found.append(SimpleNamespace(id=number, starts=dt.time.fromisoformat(starts), minutes=int(minutes)))
        found[-1].title, found[-1].parts = title, own
    return found


def at(clock: str, day: dt.date = DAY, zone: ZoneInfo = STOCKHOLM) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), zone).astimezone(dt.UTC)


def extended(slot_id: int, minutes: int, clock: str) -> DayAct:
    return DayAct(kind=ActKind.EXTENDED, slot_id=slot_id, minutes=minutes, at=at(clock))


def ended(slot_id: int, clock: str) -> DayAct:
    return DayAct(kind=ActKind.ENDED, slot_id=slot_id, minutes=0, at=at(clock))


def undone(slot_id: int, clock: str = "10:00") -> DayAct:
    return DayAct(kind=ActKind.UNDONE, slot_id=slot_id, minutes=0, at=at(clock))


def the_day(clock: str, *acts: DayAct, lines: list[str] = LINES, **given: Any) -> LiveDay:
    return LiveDay(day_as_it_went(slots(*lines, **given), standing(acts), DAY, STOCKHOLM), at(clock))


def times(day: LiveDay) -> list[str]:
    return [f"{local(slot.time.begins)}–{local(slot.time.ends)}" for slot in day.slots]


def local(time: dt.datetime, pattern: str = "%H:%M") -> str:
    return time.astimezone(STOCKHOLM).strftime(pattern)


def title(slot: LiveSlot | None) -> str | None:
    return slot.slot.title if slot else None  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("clock", "current", "following", "previous"),
    [
        ("08:00", None, "Coffee", None),
        ("09:29:59", None, "Coffee", None),
        ("09:30", "Coffee", "Talk", None),
        ("09:59:59", "Coffee", "Talk", None),
        ("10:00", "Talk", "Lunch", "Coffee"),
        ("11:59", "Lunch", None, "Talk"),
        ("12:00", None, None, "Lunch"),
    ],
)
def test_the_clock_says_what_runs_what_is_next_and_what_was(clock, current, following, previous) -> None:
    day = the_day(clock)
    assert (title(day.current), title(day.next), title(day.previous)) == (current, following, previous)
    assert (day.is_before, day.is_over) == (clock < "09:30", clock >= "12:00")
    assert day.minutes_late == 0


def test_minutes_are_counted_up_so_that_the_last_one_is_one() -> None:
    ends = at("14:00")
    found = [minutes_until(ends, at(clock)) for clock in ("13:50", "13:50:01", "13:59", "13:59:59", "14:00")]
    assert found == [10, 10, 1, 1, 0]


def test_in_a_gap_nothing_runs_and_the_next_is_known() -> None:
    day = the_day("10:40", lines=["10:00 30 Talk", "10:45 30 Figures"])
    assert (day.current, title(day.next), title(day.previous), day.is_over) == (None, "Figures", "Talk", False)
    assert day.until == at("10:45")


def test_of_two_at_the_same_time_the_one_that_began_last_runs() -> None:
    lines = ["10:00 90 Long", "10:30 30 Short", "11:30 30 Lunch"]
    assert [title(the_day(clock, lines=lines).current) for clock in ("10:29", "10:30", "10:59", "11:00")] == [
        *("Long", "Short", "Short", "Long")
    ]
    same = ["10:00 30 One", "10:00 30 Other"]
    assert title(the_day("10:10", lines=same).current) == "Other"


def test_what_lasts_longer_moves_all_that_comes_after_and_the_end_of_the_day() -> None:
    day = the_day("10:30", extended(2, 10, "10:20"))
    assert times(day) == ["09:30–10:00", "10:00–11:10", "11:10–12:10"]
    assert [slot.is_moved for slot in day.slots] == [False, True, True]
    assert local(day.slots[2].planned.begins) == "11:00"
    assert day.minutes_late == 10
    assert title(the_day("11:05", extended(2, 10, "10:20")).current) == "Talk"


def test_more_and_more_minutes_add_up() -> None:
    acts = extended(1, 5, "09:40"), extended(1, 5, "09:41"), extended(2, 10, "10:30")
    assert times(the_day("10:31", *acts)) == ["09:30–10:10", "10:10–11:20", "11:20–12:20"]


def test_air_between_two_takes_up_the_delay() -> None:
    lines = ["10:00 30 Talk", "10:35 25 Figures", "11:00 60 Lunch"]
    assert times(the_day("10:10", extended(1, 5, "10:10"), lines=lines)) == [
        "10:00–10:35",
        "10:35–11:00",
        "11:00–12:00",
    ]
    assert times(the_day("10:10", extended(1, 10, "10:10"), lines=lines)) == [
        "10:00–10:40",
        "10:40–11:05",
        "11:05–12:05",
    ]


def test_what_is_ended_early_lets_the_next_begin_in_that_minute() -> None:
    day = the_day("10:46", ended(2, "10:45:40"))
    assert times(day) == ["09:30–10:00", "10:00–10:45", "10:45–11:45"]
    assert (title(day.current), day.minutes_late) == ("Lunch", -15)


def test_the_next_begins_at_once_also_from_within_a_gap_and_over_one() -> None:
    lines = ["10:00 30 Talk", "10:45 30 Figures", "11:15 45 Lunch"]
    early, within = the_day("10:21", ended(1, "10:20"), lines=lines), the_day("10:41", ended(1, "10:40"), lines=lines)
    assert times(early) == ["10:00–10:20", "10:20–10:50", "10:50–11:35"]
    assert times(within) == ["10:00–10:30", "10:40–11:10", "11:10–11:55"]


def test_a_slot_that_runs_beside_another_is_not_begun_again() -> None:
    lines = ["10:00 90 Long", "10:30 30 Short", "11:30 30 Lunch"]
    assert times(the_day("11:21", ended(1, "11:20"), lines=lines)) == ["10:00–11:20", "10:30–11:00", "11:20–11:50"]


def test_the_last_one_ended_ends_the_day() -> None:
    day = the_day("11:41", ended(3, "11:40"))
    assert (day.is_over, day.minutes_late, title(day.previous)) == (True, -20, "Lunch")
    assert day.until is None


def test_the_last_act_that_stands_is_taken_back_and_then_the_one_before_it() -> None:
    acts = [extended(1, 10, "09:40"), ended(1, "09:50")]
    assert times(the_day("09:51", *acts))[1] == "09:50–10:50"
    assert times(the_day("09:52", *acts, undone(1)))[1] == "10:10–11:10"
    assert times(the_day("09:53", *acts, undone(1), undone(1)))[1] == "10:00–11:00"
    assert times(the_day("09:54", *acts, undone(1), undone(1), extended(1, 5, "09:54")))[1] == "10:05–11:05"
    assert standing([undone(1)]) == []


def test_a_slot_that_the_clock_has_ended_lately_may_be_going_on_still() -> None:
    assert title(the_day("10:06").still_going_on) == "Coffee"
    assert the_day("10:06", ended(1, "09:50")).still_going_on is None
    assert title(the_day("12:29").still_going_on) == "Lunch"
    assert the_day("12:30").still_going_on is None
    day = the_day("10:06", extended(1, 11, "10:06"))
    assert (title(day.current), times(day)[1]) == ("Coffee", "10:11–11:11")


def test_it_can_be_run_from_its_first_minute_until_half_an_hour_after_its_last() -> None:
    found = [the_day(clock).is_open for clock in ("09:29", "09:30", "12:29", "12:30")]
    assert found == [False, True, True, False]


def test_parts_run_one_after_the_other_and_what_is_left_has_no_name() -> None:
    parts = {"Talk": [10, 20]}
    lengths = [
        part.minutes if (part := the_day(clock, parts=parts).slots[1].part_at(at(clock))) else None
        for clock in ("09:59", "10:00", "10:09:59", "10:10", "10:30")
    ]
    assert lengths == [None, 10, 10, 20, None]
    assert the_day("10:05", parts=parts).until == at("10:10")
    assert the_day("10:30", parts=parts).until == at("11:00")


@pytest.mark.parametrize(
    ("clock", "spans"),
    [
        ("10:05", ["10:00–10:20", "10:20–10:30", "10:30–11:10"]),
        ("10:15", ["10:00–10:10", "10:10–10:30", "10:30–11:10"]),
        ("10:59", ["10:00–10:10", "10:10–10:20", "10:20–11:10"]),
        ("11:03", ["10:00–10:10", "10:10–10:20", "10:20–11:10"]),
    ],
)
def test_more_minutes_go_to_the_part_that_runs(clock: str, spans: list[str]) -> None:
    talk = the_day(clock, extended(2, 10, clock), parts={"Talk": [10, 10, 40]}).slots[1]
    assert [f"{local(part.time.begins)}–{local(part.time.ends)}" for part in talk.parts] == spans


def test_no_part_goes_on_when_its_slot_ends() -> None:
    talk = the_day("10:20", ended(2, "10:15"), parts={"Talk": [10, 10, 40]}).slots[1]
    assert [local(part.time.ends) for part in talk.parts] == ["10:10", "10:15", "10:15"]
    assert talk.part_at(at("10:20")) is None
    shorter = the_day("10:00", lines=["10:00 15 Talk"], parts={"Talk": [10, 10]}).slots[0]
    assert [local(part.time.ends) for part in shorter.parts] == ["10:10", "10:15"]


@pytest.mark.parametrize(
    ("day", "lines", "expected"),
    [
        (dt.date(2026, 3, 29), ["01:30 60 Night", "03:30 30 Watch"], ["00:30–01:30", "01:30–02:00"]),
        (dt.date(2026, 3, 29), ["02:30 30 Never"], ["01:30–02:00"]),
        (dt.date(2026, 10, 25), ["01:30 60 Night", "02:30 30 Watch"], ["23:30–00:30", "00:30–01:00"]),
        (dt.date(2026, 3, 29), ["09:30 30 Coffee"], ["07:30–08:00"]),
        (dt.date(2026, 3, 28), ["23:00 60 Late", "00:00 30 Later"], ["22:00–23:00", "23:00–23:30"]),
        (dt.date(2026, 3, 28), ["23:00 60 Late", "00:00 90 Over", "03:00 30 Later"], OVER),
        (DAY, ["10:00 60 Talk", "09:50 10 Before"], ["09:00–10:00", "08:50–09:00"]),
    ],
)  # fmt: skip
def test_summer_time_and_midnight_are_right(day: dt.date, lines: list[str], expected: list[str]) -> None:
    found = day_as_it_went(slots(*lines), [], day, STOCKHOLM)
    assert [f"{slot.time.begins:%H:%M}–{slot.time.ends:%H:%M}" for slot in found] == expected


def test_a_day_that_is_made_longer_goes_on_past_midnight() -> None:
    lines = ["23:00 50 Dinner", "23:50 5 Thanks"]
    day = the_day("23:55", extended(1, 30, "23:40"), lines=lines)
    assert (title(day.current), local(day.ends, "%d %H:%M")) == ("Dinner", "11 00:25")


def test_after_a_new_plan_what_was_done_moves_nothing_back_in_time() -> None:
    acts = extended(1, 5, "09:40"), ended(1, "09:45")
    later = ["10:00 30 Coffee", "10:30 60 Talk"]
    assert times(the_day("09:50", *acts, lines=later)) == ["10:00–10:00", "10:00–11:00"]
    assert times(the_day("09:50", ended(9, "09:45")))[1] == "10:00–11:00"
