"""A PostgreSQL server of the tests' own, on loopback, ended by its process id."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa


@dataclass(frozen=True)
class Server:
    port: int

    def new_database(self, name: str) -> str:
        """The address of a new, empty database."""
        admin = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://bench@127.0.0.1:{self.port}/{database}"


def program(name: str) -> str | None:
    """Where a program of the server is: on the path, or where Debian puts it."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    port, user = _free_port(), _prefix(folder)
    data = folder / "data"
    _run([*user, str(program("initdb")), "-D", str(data), "-U", "bench", "-A", "trust", "-N", "-E", "UTF8"])
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories={folder}"
    start = ["-D", str(data), "-o", settings, "-l", str(folder / "log")]
    _run([*user, str(program("pg_ctl")), *start, "-w", "start"])
    try:
        yield Server(port)
    finally:
        _run([*user, str(program("pg_ctl")), "-D", str(data), "-m", "immediate", "-w", "stop"])


def _prefix(folder: Path) -> list[str]:
    """As root the server must run as another user, who needs its way to the folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    for parent in folder.parents:
        if parent.owner() == getpass.getuser():
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["runuser", "-u", "postgres", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/")
