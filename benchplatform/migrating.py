"""Migrations: one linear history with its own version table for what this repository ships, one more per plugin.

Four traps, each with a test. A history per plugin with a table of its own, so that a plugin that is gone does not
stop the others. On SQLite, foreign keys are off before the transaction begins, or a rebuilt parent table empties
its children; they are checked before the commit. SQLite's DDL is inside the transaction, so a failed step leaves
nothing. On PostgreSQL an advisory lock lets one upgrader work at a time, on a connection that is closed afterwards.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.pool import NullPool

from .database import PREFIX, Base, prepare_sqlite, reading
from .plugin import Registry

VERSION_TABLE = "bench_version"
_LOCK = 0x62656E6368


class History:
    """A folder of migrations and the table that says how far a database has come."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.table = VERSION_TABLE if name == "benchplatform" else f"{VERSION_TABLE}_{name}"

    def config(self, connection: sa.Connection | None = None) -> Config:
        config = Config()
        config.set_main_option("script_location", str(own_folder()))
        config.set_main_option("version_locations", str(self.folder))
        config.set_main_option("path_separator", "newline")
        config.attributes["configure"] = {"connection": connection, **self._options(connection)}
        return config

    def head(self) -> str | None:
        return ScriptDirectory.from_config(self.config()).get_current_head()

    def _options(self, connection: sa.Connection | None) -> dict[str, Any]:
        return {
            "target_metadata": Base.metadata,
            "version_table": self.table,
            "include_name": ours,
            "render_as_batch": True,
            "transactional_ddl": True,
            "compare_type": True,
            "render_item": _plain_type,
        }

    def current(self, connection: sa.Connection) -> str | None:
        return MigrationContext.configure(connection, opts=self._options(connection)).get_current_revision()


def ours(name: str | None, kind: str, parents: Any) -> bool:
    """Leave a host's tables alone, and the tables that say how far histories have come."""
    return kind != "table" or (str(name).startswith(PREFIX) and not str(name).startswith(VERSION_TABLE))


def _plain_type(kind: str, item: Any, context: Any) -> str | bool:
    """Write our own column types as what they are in the database: a step must not change when our code does."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return f"sa.{type(item.impl).__name__}()" if isinstance(item, sa.types.TypeDecorator) else False


def own_folder() -> Path:
    """The `migrations` folder, in a checkout and in a wheel alike."""
    found = importlib.util.find_spec("benchplatform_migrations")
    assert found is not None
    assert found.submodule_search_locations
    return Path(next(iter(found.submodule_search_locations)))


def histories(app: Flask) -> list[History]:
    registry: Registry = app.extensions["benchplatform"]
    outside = [History(plugin.name, Path(plugin.migrations)) for plugin in registry.plugins if plugin.migrations]
    return [History("benchplatform", own_folder() / "versions"), *outside]


def upgrade(app: Flask) -> None:
    """Bring every history of the application to its newest step; safe when several start at once."""
    for history in histories(app):
        with _transaction(app) as connection:
            if history.current(connection) != history.head():
                command.upgrade(history.config(connection), "head")


def downgrade(app: Flask, name: str, revision: str) -> None:
    """Take one history back to a revision (`base`: remove all its tables)."""
    history = next(found for found in histories(app) if found.name == name)
    with _transaction(app) as connection:
        command.downgrade(history.config(connection), revision)
        if revision == "base":
            sa.Table(history.table, sa.MetaData()).drop(connection, checkfirst=True)


def remove(app: Flask) -> None:
    """Take all our tables out of the database, the newest first; a host's own stay as they are."""
    for history in reversed(histories(app)):
        downgrade(app, history.name, "base")


def pending(app: Flask) -> list[str]:
    """Names of the histories that are behind."""
    with reading(), _engine(app).connect() as connection:
        return [history.name for history in histories(app) if history.current(connection) != history.head()]


def differences(app: Flask) -> list[Any]:
    """What the models say and the migrated database does not, for a test."""
    options = {"include_name": ours, "compare_type": True}
    with reading(), _engine(app).connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def write_step(app: Flask, message: str, number: str) -> None:
    """For developers: the next step of our own history, from the difference between models and database."""
    with _engine(app).connect() as connection:
        command.revision(histories(app)[0].config(connection), message, autogenerate=True, rev_id=number)


@contextmanager
def _transaction(app: Flask) -> Iterator[sa.Connection]:
    engine = _engine(app)
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.close()
        with connection.begin():
            if not is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            yield connection
            if is_sqlite and (broken := _without_parents(connection)):
                raise RuntimeError(f"The migration would leave rows without their parents: {broken[:5]}")


def _without_parents(connection: sa.Connection) -> list[str]:
    """Table and row of each broken foreign key among our tables; a host may be careless with its own."""
    rows = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    return [f"{row[0]} {row[1]}" for row in rows if row[0].startswith(PREFIX)]


def _engine(app: Flask) -> sa.Engine:
    """An engine of its own without a pool: nothing of a migration stays behind on a connection."""
    engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    return engine
