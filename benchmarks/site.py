"""A site to measure: an installation in a folder of its own, filled in this process, served by another."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from benchplatform import migrating
from benchplatform.accounts.models import Person, SignIn
from benchplatform.app import create_app
from benchplatform.database import db


def installation(folder: Path, **settings: object) -> Flask:
    """A migrated, empty installation."""
    app = create_app({"JOBS": "worker", "LOCALE": "en", **settings}, folder)
    with app.app_context():
        migrating.upgrade(app)
    return app


def cookie_of(app: Flask, person: Person) -> str:
    """The Cookie header of a browser in which the person has signed in."""
    _, token = SignIn.begin(person, "benchmark")
    db.session.commit()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'sign_in': token})}"


@contextmanager
def served(command: list[str]) -> Iterator[tuple[str, int]]:
    """Start `python -m …`; the address it says that it serves at, and its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout
        line = next(line for line in process.stdout if "Serving at" in line)
        yield re.search(r"http://\S+", line).group().rstrip("/"), process.pid  # type: ignore[union-attr]
    finally:
        process.terminate()
        process.wait()


def platform(folder: Path) -> list[str]:
    return ["benchplatform", "--instance", str(folder), "serve", "--port", "0"]
