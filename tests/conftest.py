"""One application for each test process, on SQLite or PostgreSQL, with empty tables before each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask

from benchplatform.database import db
from benchplatform.extensions import limiter
from benchplatform.meetings.templating import builtin

from . import postgres
from .application import make_whole_app
from .client import Client


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption("--no-skips", action="store_true", help="count a skipped test as a failure")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """PostgreSQL is asked what touches the database and is not true of SQLite alone: left out, not skipped."""
    if config.getoption("--database") == "postgresql":
        asked = [item for item in items if _is_for_postgresql(set(getattr(item, "fixturenames", ())))]
        config.hook.pytest_deselected(items=[item for item in items if item not in asked])
        items[:] = asked


def _is_for_postgresql(fixtures: set[str]) -> bool:
    return bool(fixtures & {"database_url", "fresh_url"}) and "sqlite_site" not in fixtures


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skip fails the run."""
    if session.config.getoption("--no-skips") and not hasattr(session.config, "workerinput"):
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        skipped = reporter.stats.get("skipped", []) if reporter else []
        if skipped:
            reporter.write_line(f"{len(skipped)} skipped, and nothing may be skipped here", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    # pytest closes its own folder to other users whenever another run begins, and the server is another user
    with TemporaryDirectory(prefix="bench-postgres-") as folder, postgres.server(Path(folder)) as server:
        yield server.new_database(f"bench_{worker}")


@pytest.fixture(scope="session")
def whole_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_whole_app(database_url, tmp_path_factory.mktemp("instance"))


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The application, in its context, with nothing in any table but the built-in template."""
    with whole_app.app_context():
        _empty()
        limiter.reset()
        yield whole_app
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def shared() -> Path:
    """Recorded data beside the checkout; tests that read it are skipped where it is not."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.exists():
        pytest.skip("the recorded data is not beside this checkout")
    return folder


def _empty() -> None:
    db.session.rollback()
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    builtin.keep_current()
    db.session.commit()
