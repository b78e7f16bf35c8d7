"""Databases and applications of a test's own, beside the shared ones; and a cluster for those that need just one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from benchplatform.app import create_app
from benchplatform.database import db
from benchplatform.programmes.models import Cluster

from ..client import Client
from ..factories import make_cluster, make_organisation, make_programme

MakeApp = Callable[..., Flask]
_numbers = count(1)


@pytest.fixture
def fresh_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a new, empty database on the server that the tests run on."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
        return
    name, server = f"bench_fresh_{next(_numbers)}", sa.make_url(database_url)
    admin = sa.create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    own = server.set(database=f"{server.database}_{name}")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{own.database}"'))
        yield own.render_as_string(hide_password=False)
        connection.execute(sa.text(f'DROP DATABASE "{own.database}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    """North, of the programme Round, in which two organisations take part: the mentor Alby, and Berga."""
    return make_cluster("North", make_programme("Round"), [make_organisation("Alby"), make_organisation("Berga")])


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
