"""How the database is opened: times, pragmas, who takes the write lock, and what happens when it is taken."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, render_template, request

from benchplatform import database, migrating
from benchplatform.database import db, reading, utc_now, writes, writing
from benchplatform.permissions import public
from benchplatform.plugin import Plugin
from benchplatform.submissions import Submission

from .conftest import MakeApp

probe = Blueprint("probe", __name__)


@probe.get("/probe/count")
@public
def count_rows() -> str:
    return str(db.session.scalar(sa.select(sa.func.count()).select_from(Submission)))


@probe.post("/probe/rows")
@public
def add_row() -> str:
    db.session.add(Submission(key=request.form["key"]))
    db.session.commit()
    return "added"


@probe.get("/probe/mark")
@public
def mark() -> str:
    with writing():
        db.session.add(Submission(key="mark"))
    return f"{writes.get()} {count_rows()}"


@probe.post("/probe/fault")
@public
def fault() -> str:
    db.session.execute(sa.text("SELECT * FROM bench_nowhere"))
    return ""


@probe.get("/probe/template")
@public
def missing_template() -> str:
    return render_template("probe/never.html")


@pytest.fixture
def site(make_app: MakeApp, fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The probe on an empty database of its own, impatient and without form tokens."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0.3)
    site = make_app([Plugin("probe", blueprint=probe)], DATABASE_URL=fresh_url)
    site.config["WTF_CSRF_ENABLED"] = False
    with site.app_context():
        migrating.upgrade(site)
    return site


@pytest.fixture
def sqlite_site(site: Flask) -> Flask:
    """Only SQLite has one write lock: tests that ask for this are left out on PostgreSQL (`conftest.py`)."""
    return site


@contextmanager
def locked(site: Flask) -> Iterator[None]:
    """Somebody else is writing for as long as this lasts."""
    path = sa.make_url(site.config["SQLALCHEMY_DATABASE_URI"]).database
    other = sqlite3.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_time_without_zone_is_refused(app: Flask) -> None:
    db.session.add(Submission(key="x" * 20, at=dt.datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(sa.exc.StatementError, match="A point in time needs its time zone"):
        db.session.flush()


def test_a_time_of_any_zone_comes_back_in_utc(app: Flask) -> None:
    at = dt.datetime(2026, 7, 1, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    db.session.add(Submission(key="summer", at=at))
    db.session.commit()
    assert db.session.scalar(sa.select(Submission.at)) == dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC)
    kept = db.session.scalar(sa.text("SELECT CAST(at AS VARCHAR(30)) FROM bench_submission"))
    assert str(kept).startswith("2026-07-01 08:30:00")


def test_each_connection_is_set_up(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'own.sqlite3'}")
    with app.app_context():
        engine = sa.create_engine(db.engine.url, **database.engine_options(str(db.engine.url), 2))
        database.prepare_sqlite(engine)
        with engine.connect() as first, engine.connect() as second:
            for connection in (first, second):
                with reading():
                    found = [
                        connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
                    ]
                assert found == ["wal", 2, 1, 10_000]
        engine.dispose()


def test_reading_goes_on_while_another_writes(sqlite_site: Flask) -> None:
    with locked(sqlite_site):
        assert sqlite_site.test_client().get("/probe/count").text == "0"


def test_a_form_that_cannot_be_saved_comes_back_with_its_text(sqlite_site: Flask) -> None:
    text = "Long enough to be worth keeping, it says the same thing as yesterday. åäö"
    with locked(sqlite_site):
        answer = sqlite_site.test_client().post("/probe/rows", data={"key": text, "password": "secret"})
    assert answer.status_code == 503
    assert "The site cannot save anything just now." in answer.text
    assert text in answer.text
    assert "secret" not in answer.text
    assert sqlite_site.test_client().get("/probe/count").text == "0"


def test_a_writer_waits_for_its_turn(sqlite_site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with locked(sqlite_site):
        late = threading.Thread(target=lambda: answers.append(_add(sqlite_site, "late")))
        answers: list[str] = []
        late.start()
        time.sleep(0.1)
    late.join()
    assert answers == ["added"]


def test_a_writer_keeps_its_turn_until_it_is_done_in_whatever_way(sqlite_site: Flask) -> None:
    with sqlite_site.app_context():
        with locked(sqlite_site), pytest.raises(sa.exc.OperationalError), db.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
        for end in (sa.Connection.commit, sa.Connection.rollback, sa.Connection.invalidate, sa.Connection.close):
            with db.engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
                assert connection.info["has_turn"]
                end(connection)


def test_those_who_only_read_take_no_turn(sqlite_site: Flask) -> None:
    with sqlite_site.app_context(), reading(), db.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        assert "has_turn" not in connection.info


def test_a_missing_table_is_a_fault_and_not_a_busy_database(site: Flask) -> None:
    site.testing = False
    answer = site.test_client().post("/probe/fault")
    assert answer.status_code == 500
    assert "Something went wrong with us" in answer.text


def test_a_missing_template_is_a_fault_and_not_a_full_disk(site: Flask) -> None:
    site.testing = False
    assert site.test_client().get("/probe/template").status_code == 500


def test_writers_at_once_all_succeed(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with site.app_context():
        db.engine.dispose()
    answers = _at_once(lambda number: [_add(site, f"{number}-{turn}") for turn in range(5)], 4)
    assert answers == [["added"] * 5] * 4
    assert site.test_client().get("/probe/count").text == "20"


def test_a_reading_page_may_write_for_a_moment(site: Flask) -> None:
    assert site.test_client().get("/probe/mark").text == "False 1"


def test_an_error_in_a_moment_of_writing_leaves_nothing(app: Flask) -> None:
    def half_done() -> None:
        with writing():
            db.session.add(Submission(key="never"))
            db.session.flush()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        half_done()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 0


def test_who_may_write_leaks_neither_to_the_next_request_nor_to_another_thread(site: Flask) -> None:
    client = site.test_client()
    for send in (client.get, client.post, client.put, client.get):
        send("/nowhere")
        assert writes.get() is True
    with reading():
        assert _at_once(lambda number: writes.get(), 1) == [True]
        client.post("/nowhere")
        assert writes.get() is False
    assert writes.get() is True


def test_the_clock_is_in_utc() -> None:
    assert utc_now().tzinfo is dt.UTC


def _add(site: Flask, key: str) -> str:
    return site.test_client().post("/probe/rows", data={"key": key}).text


def _at_once(work: Callable[[int], object], times: int) -> list[object]:
    """What each of several threads that start together gets from the work."""
    found: dict[int, object] = {}
    start = threading.Barrier(times)

    def run(number: int) -> None:
        start.wait()
        found[number] = work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found.get(number) for number in range(times)]
