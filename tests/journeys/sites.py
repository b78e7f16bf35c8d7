"""Demo sites for the journeys: one that all only look at, and copies of it for those who change something."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from ..servers import prepare, running_server


def make_demo(folder: Path) -> Path:
    """An installation with the demo in it, as `make run` makes it the first time."""
    prepare(folder, DEMO=1)
    return folder


@contextmanager
def serving(demo: Path, folder: Path, at: dt.datetime | None = None, **settings: str) -> Iterator[str]:
    """The address of a copy of the demo, served as `make run` does (at another time); ended by its process id."""
    shutil.copytree(demo, folder)
    with running_server(folder, at, DEMO=1, **settings) as server:
        yield server.address


def before_meeting_3(demo: Path, days: int, clock: dt.time = dt.time(9, 0)) -> dt.datetime:
    """A moment so many days before the demo's third meeting, where its cluster is."""
    with closing(sqlite3.connect(demo / "bench.sqlite3")) as database:
        (day,) = database.execute("SELECT day FROM bench_meeting WHERE number = 3").fetchone()
    there = dt.date.fromisoformat(day) - dt.timedelta(days=days)
    return dt.datetime.combine(there, clock, ZoneInfo("Europe/Stockholm"))
