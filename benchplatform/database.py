"""The database: typed models, UTC times, and how SQLite and PostgreSQL are opened.

SQLite runs in WAL mode with `synchronous=FULL`; a request that changes something takes the write lock at its
first statement (`BEGIN IMMEDIATE`), so that it waits for its turn instead of failing half-way.
"""

from __future__ import annotations

import datetime as dt
import enum
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, orm
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.exceptions import NotFound

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PREFIX = "bench_"
LARGEST_ID = 2**31 - 1
BUSY_TIMEOUT_SECONDS = 10

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}

writes: ContextVar[bool] = ContextVar("writes", default=True)


class Base(orm.DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


class UTCDateTime(sa.types.TypeDecorator[dt.datetime]):
    """A point in time: aware and in UTC in Python, UTC without zone in the database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A point in time needs its time zone.")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        return value and value.replace(tzinfo=dt.UTC)


def choice(values: type[enum.StrEnum]) -> sa.Enum:
    """Column type for one of a few words, kept as the word itself."""
    return sa.Enum(values, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Loadable:
    """A model that a view can ask for: found by its address, among what the person may see."""

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """The SQL condition for what the person may see; nothing unless the model says otherwise."""
        return sa.false()

    @classmethod
    def load(cls, person: Any, id: int) -> Self | None:
        statement = sa.select(cls).where(cls.id == id, cls.visible_to(person))  # type: ignore[attr-defined]
        return db.session.scalar(statement)


class LoadableBySlug(Loadable):
    """A model that stands at an address with its slug."""

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)

    @classmethod
    def load(cls, person: Any, slug: str) -> Self | None:  # type: ignore[override]
        return db.session.scalar(sa.select(cls).where(cls.slug == slug, cls.visible_to(person)))


def reload(thing: Any) -> None:
    """Read it anew. Raises NotFound, a page with the text that was sent, when it has been taken away meanwhile."""
    try:
        db.session.refresh(thing)
    except sa.exc.InvalidRequestError as gone:
        raise NotFound from gone


class Edited:
    """Mixin for models that several people edit: two who do it at the same time are told."""

    version: Mapped[int] = mapped_column(default=1)
    """Counts the edits."""

    def edit(self, started_from: int | None, **values: Any) -> bool:
        """Save the values, unless somebody has saved since version `started_from`: then False, and theirs is loaded.

        Without values it takes the turn: nobody else can edit before what the caller changes is committed.
        Raises NotFound as `reload` does.
        """
        model: Any = type(self)
        last = sa.update(model).where(model.id == self.id, model.version == started_from)  # type: ignore[attr-defined]
        saved = db.session.scalar(last.values(version=model.version + 1, **values).returning(model.version))
        reload(self)
        return saved is not None


def insert(model: type[Model]) -> Any:
    """An INSERT that can say what happens to a row which is there already (`on_conflict_do_update`)."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(model)


@contextmanager
def reading() -> Iterator[None]:
    """Statements in here begin transactions that do not take the write lock."""
    token = writes.set(False)
    try:
        yield
    finally:
        writes.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """A short write of its own inside a request that reads; commits at the end, undoes on an error."""
    db.session.rollback()
    token = writes.set(True)
    try:
        yield
        db.session.commit()
    finally:
        db.session.rollback()
        writes.reset(token)


def engine_options(url: str, threads: int) -> dict[str, Any]:
    """A connection for each thread of the web server; the pool's overflow serves the jobs."""
    if url.startswith("sqlite"):
        return {"pool_size": threads, "connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}
    return {"pool_size": threads, "pool_pre_ping": True}


def prepare_sqlite(engine: sa.Engine) -> None:
    """Set up each connection, and begin transactions ourselves so that DDL is transactional too.

    Writers of this process take turns before they ask SQLite: those that it lets wait try again after longer and
    longer pauses, and one of eight then waits more than a second where it now waits for seven short ones.
    """
    turn = threading.Lock()

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if writes.get() and "has_turn" not in connection.info and turn.acquire(timeout=BUSY_TIMEOUT_SECONDS):
            connection.info["has_turn"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes.get() else "BEGIN")

    @event.listens_for(engine, "checkin")
    def _leave(connection: Any, record: Any) -> None:
        if record.info.pop("has_turn", False):
            turn.release()


def is_unavailable(error: sa.exc.OperationalError) -> bool:
    """True when the database cannot write just now: locked, full, read-only or out of reach.

    SQLite calls a missing table an operational error too; that is a fault of ours, and waiting does not help.
    """
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _UNAVAILABLE
