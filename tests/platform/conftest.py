"""Databases and applications of a test's own, beside the shared ones; and a cluster for those that need just one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy import event

from benchplatform.accounts.models import Person
from benchplatform.app import create_app
from benchplatform.database import db
from benchplatform.demo import load
from benchplatform.meetings.models import Meeting
from benchplatform.programmes.models import Cluster

from ..application import make_whole_app
from ..client import Client
from ..factories import (
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_programme,
)

MakeApp = Callable[..., Flask]
SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
_numbers = count(1)


@pytest.fixture
def fresh_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a new, empty database on the server that the tests run on."""
    with _new_database(database_url, tmp_path) as url:
        yield url


@contextmanager
def _new_database(database_url: str, folder: Path) -> Iterator[str]:
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{folder / 'fresh.sqlite3'}"
        return
    name, server = f"bench_fresh_{next(_numbers)}", sa.make_url(database_url)
    admin = sa.create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    own = server.set(database=f"{server.database}_{name}")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{own.database}"'))
        yield own.render_as_string(hide_password=False)
        connection.execute(sa.text(f'DROP DATABASE "{own.database}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture(scope="session")
def demo_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application with the demo in a database of its own, loaded once for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    with _new_database(database_url, folder) as url:
        app = make_whole_app(url, folder / "instance")
        with time_machine.travel(SUNDAY, tick=False), app.app_context():
            load()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def demo(demo_app: Flask) -> Iterator[Flask]:
    """The loaded demo on the day it was loaded, to look at."""
    with time_machine.travel(SUNDAY, tick=False), demo_app.app_context():
        yield demo_app
        db.session.rollback()


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    """North, of the programme Round, in which two organisations take part: the mentor Alby, and Berga."""
    return make_cluster("North", make_programme("Round"), [make_organisation("Alby"), make_organisation("Berga")])


@pytest.fixture
def lead(cluster: Cluster) -> Person:
    """Who leads the programme of North."""
    return make_lead(cluster)


@pytest.fixture
def writer(cluster: Cluster) -> Person:
    """Sara Nord, a key person of Alby, for tests in which somebody writes and it does not matter who."""
    return make_member(cluster, person=make_person("Sara Nord"))


@pytest.fixture
def meeting(cluster: Cluster) -> Meeting:
    """The third meeting of North."""
    return make_meeting(cluster)


@pytest.fixture
def make_app(tmp_path: Path, database_url: str) -> Iterator[MakeApp]:
    """Make an application with the settings and plugins of the test; on the shared database unless it says where."""
    made: list[Flask] = []

    def make(plugins: Any = (), **settings: Any) -> Flask:
        given = {"DATABASE_URL": database_url, "LOCALE": "en", "UPLOAD_LIMIT_MB": 2} | settings
        app = create_app(given, tmp_path / "own", plugins=list(plugins))
        app.testing, app.test_client_class = True, Client
        made.append(app)
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
