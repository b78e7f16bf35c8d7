"""Time zones in calendars: yearly rules where clocks follow one, and the right hour with two readers of them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import vobject

from benchplatform.calendars.zones import timezone

YEARS = (2025, 2027)
NOON = dt.time(12)


def lines(name: str, first: int = 2026, last: int = 2026) -> list[str]:
    return timezone(name, first, last).to_ical().decode().splitlines()


def test_clocks_that_follow_a_rule_are_told_by_it() -> None:
    assert lines("Europe/Stockholm") == [
        "BEGIN:VTIMEZONE", "TZID:Europe/Stockholm",
        "BEGIN:DAYLIGHT", "DTSTART:20250330T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "TZNAME:CEST",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:20251026T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "TZNAME:CET",
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
        "END:VTIMEZONE",
    ]  # fmt: skip
    assert [line for line in lines("America/New_York") if line.startswith(("RRULE", "DTSTART"))] == [
        "DTSTART:20250309T020000", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "DTSTART:20251102T020000", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    ]  # fmt: skip


def test_clocks_that_are_never_changed_have_one_offset() -> None:
    assert lines("Asia/Kathmandu") == [
        "BEGIN:VTIMEZONE", "TZID:Asia/Kathmandu",
        "BEGIN:STANDARD", "DTSTART:20260101T000000", "TZNAME:+0545", "TZOFFSETFROM:+0545", "TZOFFSETTO:+0545",
        "END:STANDARD", "END:VTIMEZONE",
    ]  # fmt: skip


def test_clocks_that_follow_the_moon_are_told_change_by_change() -> None:
    told = lines("Africa/Casablanca", *YEARS)
    assert "RRULE" not in "".join(told)
    assert sum(line.startswith("DTSTART") for line in told) == 2 * len(range(YEARS[0] - 1, YEARS[1] + 1))


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Stockholm", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Sydney",
        "Australia/Lord_Howe", "Asia/Jerusalem", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham",
    ],
)  # fmt: skip
def test_two_readers_find_the_right_hour_on_each_day(name: str) -> None:
    days = [dt.date(YEARS[0], 1, 1) + dt.timedelta(days) for days in range(3 * 365)]
    expected = [dt.datetime.combine(day, NOON, ZoneInfo(name)).utcoffset() for day in days]
    component = timezone(name, *YEARS)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{component.to_ical().decode()}END:VCALENDAR\r\n"
    for read in (component.to_tz(lookup_tzid=False), vobject.readOne(text).vtimezone.tzinfo):
        assert [dt.datetime.combine(day, NOON, read).utcoffset() for day in days] == expected
