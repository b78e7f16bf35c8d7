"""Dates as people read them, in both languages, and across the change to summer time."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from flask import Flask, g
from flask_babel import force_locale

from benchplatform import dates

DAY = dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("sv", ["tors 10 dec", "torsdag 10 december 2026", "v. 50", "09.30–16.00", "22 nov 2026 kl. 09.15"]),
        ("en", ["Thu 10 Dec", "Thursday 10 December 2026", "week 50", "09:30–16:00", "22 Nov 2026, 09:15"]),
    ],
)
def test_each_form_in_each_language(app: Flask, locale: str, expected: list[str]) -> None:
    at = dt.datetime(2026, 11, 22, 8, 15, 59, tzinfo=dt.UTC)
    with force_locale(locale):
        assert [
            dates.short_date(DAY),
            dates.long_date(DAY),
            dates.week(DAY),
            dates.span(dt.time(9, 30), dt.time(16)),
            dates.moment(at),
        ] == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("sv", ["i dag", "i går", "8 dec", "31 dec 2025"]), ("en", ["today", "yesterday", "8 Dec", "31 Dec 2025"])],
)
def test_a_list_says_the_day_as_shortly_as_it_can(app: Flask, locale: str, expected: list[str]) -> None:
    now = dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False), force_locale(locale):
        assert [dates.lately(now - dt.timedelta(days=days)) for days in (0, 1, 2, 344)] == expected


@pytest.mark.parametrize(("minutes", "words"), [(390, "6 tim 30 min"), (45, "45 min"), (120, "2 tim")])
def test_a_length_of_time_is_said_in_hours_and_minutes(app: Flask, minutes: int, words: str) -> None:
    with force_locale("sv"):
        assert dates.duration(minutes) == words


@pytest.mark.parametrize("month", range(1, 13))
def test_a_short_date_has_no_points_in_any_month(app: Flask, month: int) -> None:
    with force_locale("sv"):
        assert "." not in dates.short_date(dt.date(2026, month, 3))


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("sv", ["för 2 dagar sedan", "i går", "i dag", "i morgon", "om 2 dagar"]),
        ("en", ["2 days ago", "yesterday", "today", "tomorrow", "in 2 days"]),
    ],
)
def test_days_are_counted_from_today(app: Flask, locale: str, expected: list[str]) -> None:
    with time_machine.travel(dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC), tick=False), force_locale(locale):
        assert [dates.days_until(DAY + dt.timedelta(days=days)) for days in range(-2, 3)] == expected


def test_today_begins_at_midnight_in_the_zone_of_the_page(app: Flask) -> None:
    with time_machine.travel(dt.datetime(2026, 12, 9, 23, 30, tzinfo=dt.UTC), tick=False):
        assert dates.today() == dt.date(2026, 12, 10)
        with app.test_request_context("/"):
            g.time_zone = "Atlantic/Azores"
            assert dates.today() == dt.date(2026, 12, 9)


def test_a_moment_is_shown_in_the_zone_of_the_page(app: Flask) -> None:
    at = dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC)
    with app.test_request_context("/"), force_locale("sv"):
        assert dates.moment(at) == "1 juli 2026 kl. 10.00"
        g.time_zone = "Europe/Helsinki"
        assert dates.moment(at) == "1 juli 2026 kl. 11.00"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (dt.date(2026, 3, 28), "2026-03-28T22:59:59+00:00"),
        (dt.date(2026, 3, 29), "2026-03-29T21:59:59+00:00"),
        (dt.date(2026, 10, 24), "2026-10-24T21:59:59+00:00"),
        (dt.date(2026, 10, 25), "2026-10-25T22:59:59+00:00"),
    ],
)
def test_a_deadline_is_kept_until_midnight_also_when_the_clock_changes(app: Flask, day: dt.date, end: str) -> None:
    found = dates.end_of_day(day, "Europe/Stockholm")
    assert found.isoformat() == end
    assert dates.local_day(found) == day
    assert dates.local_day(found + dt.timedelta(seconds=1)) == day + dt.timedelta(days=1)
