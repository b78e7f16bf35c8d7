"""The real server in a process of its own, on loopback and a free port, ended by its process id."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from benchplatform.app import create_app

from .client import Client

_PATIENCE_SECONDS = 30


@dataclass
class Server:
    """A running site: its address, and its process."""

    address: str
    process: subprocess.Popen[str]
    worked: float
    """Seconds of work until the first visitor could come, whatever else the machine had to do."""

    @property
    def port(self) -> int:
        return int(urlsplit(self.address).port or 0)

    @property
    def memory(self) -> int:
        """Bytes of memory that the process holds, without the pages of files."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"RssAnon:\s+(\d+) kB", status)[0]) * 1024

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def prepare(instance: Path, **settings: Any) -> Flask:
    """Make an installation by the command, and give its application for putting people into it."""
    _command(instance, settings, "init")
    app = create_app(settings, instance)
    app.test_client_class = Client
    return app


@contextmanager
def running_server(instance: Path, at: dt.datetime | None = None, **settings: Any) -> Iterator[Server]:
    """`benchplatform serve --port 0` for an installation; its log is `server.log` in the folder.

    With `at` its clock goes on from that moment, as if everybody had waited for it.
    """
    with (instance / "server.log").open("a") as log:
        process = subprocess.Popen(
            [*_program(at), "--instance", str(instance), "serve", "--port", "0"],
            env=_environment(settings),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            address = _address(process, instance)
            yield Server(address, process, _worked(process))
        finally:
            process.terminate()
            process.wait(_PATIENCE_SECONDS)
            assert process.stdout
            process.stdout.close()


def browser_of(app: Flask, person: Any) -> tuple[str, str]:
    """The cookie of a browser in which the person has signed in, and a form token that goes with it."""
    client = app.test_client()
    assert isinstance(client, Client)
    token = client.as_person(person).token()
    cookie = client.get_cookie("bench")
    assert cookie
    return f"bench={cookie.value}", token


def _program(at: dt.datetime | None = None) -> list[str]:
    run = "from benchplatform.cli import main; main()"
    if at is None:
        return [sys.executable, "-c", run]
    travel = "import sys, time_machine; time_machine.travel(float(sys.argv.pop(1))).start()"
    return [sys.executable, "-c", f"{travel}; {run}", str(at.timestamp())]


def _command(instance: Path, settings: dict[str, Any], *words: str) -> None:
    command = [*_program(), "--instance", str(instance), *words]
    subprocess.run(command, env=_environment(settings), check=True, capture_output=True)


def _environment(settings: dict[str, Any]) -> dict[str, str]:
    ours = {f"BENCH_{name}": str(value) for name, value in settings.items()}
    return {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")} | ours


def _address(process: subprocess.Popen[str], instance: Path) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+?:\d+", line):
            return found.group()
    raise AssertionError(f"the server did not start:\n{(instance / 'server.log').read_text()}")


def _worked(process: subprocess.Popen[str]) -> float:
    user, system = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
