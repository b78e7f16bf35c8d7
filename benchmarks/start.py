"""Starting: the processor's work until the first visitor can come, against that of importing the libraries alone."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import servers

ROUNDS = 5
MOST = 2.0
LIBRARIES = """
import alembic.autogenerate, alembic.command, argon2, click, flask, flask_babel, flask_limiter, flask_login
import flask_sqlalchemy
import flask_wtf, markdown, nh3, obstore, PIL.Image, puremagic, sqlalchemy.orm, structlog, waitress, wtforms
import email_validator, sqlalchemy.dialects.postgresql, sqlalchemy.dialects.sqlite
"""


def main() -> list[str]:
    """Lines for the report."""
    with tempfile.TemporaryDirectory() as folder:
        servers.prepare(Path(folder))
        ratios = [_work_of_start(Path(folder)) / _work_of_libraries() for _ in range(ROUNDS)]
    return [f"the start takes {statistics.median(ratios):.2f} times the work of its libraries (it may: {MOST})"]


def _work_of_start(instance: Path) -> float:
    with servers.running_server(instance) as server:
        return server.worked


def _work_of_libraries() -> float:
    before = _of_children()
    subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print("\n".join(main()))
