"""An application for tests on a migrated database: fast where nothing depends on being slow."""

from __future__ import annotations

from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event

from benchplatform import migrating
from benchplatform.app import create_app
from benchplatform.database import db

from .client import Client


def make_whole_app(database_url: str, folder: Path) -> Flask:
    """Everything that is shipped, on this database. Passwords are cheap to check, and SQLite waits for no disk."""
    app = create_app({"DATABASE_URL": database_url, "UPLOAD_LIMIT_MB": 2, "LOCALE": "en"}, folder)
    app.testing, app.test_client_class = True, Client
    app.extensions["bench_hasher"] = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        migrating.upgrade(app)
    return app
