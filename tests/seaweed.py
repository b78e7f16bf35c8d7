"""An S3-compatible server of the tests' own: SeaweedFS, on loopback, ended by its process id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import obstore
from obstore.exceptions import BaseError

from benchplatform.files.s3 import S3Files

ACCESS = {"AWS_ACCESS_KEY_ID": "bench-test", "AWS_SECRET_ACCESS_KEY": "bench-test-secret"}
_PATIENCE_SECONDS = 30
_PORTS = ("s3.port", "filer.port", "master.port", "volume.port", "webdav.port", "admin.port", "s3.port.iceberg")


def program() -> Path | None:
    found = Path(sys.executable).with_name("weed")
    return found if found.exists() else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address for FILES_URL of an empty bucket; the keys are in ACCESS."""
    ports = _free_ports(len(_PORTS))
    folder.mkdir(exist_ok=True)
    command = [str(program()), "mini", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-bucket=bench"]
    chosen = [f"-{name}={port}" for name, port in zip(_PORTS, ports, strict=True)]
    with (folder / "weed.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "-admin.ui=false", "-master.telemetry=false", *chosen],
            env=os.environ | ACCESS,
            stdout=log,
            stderr=log,
            cwd=folder,
        )
        try:
            url = f"s3://bench?endpoint=http://127.0.0.1:{ports[0]}"
            _wait_for(url, folder, process)
            yield url
        finally:
            process.kill()
            process.wait()
            _remove_sockets(ports)


def _remove_sockets(ports: list[int]) -> None:
    """It talks to itself through sockets in the folder for temporary files, and a killed one leaves them."""
    for port in (*ports, *(port + 10_000 for port in ports)):
        for path in Path(tempfile.gettempdir()).glob(f"seaweedfs-*-{port}.sock"):
            path.unlink()


def _wait_for(url: str, folder: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(BaseError, OSError):
            obstore.put(S3Files(url, folder).store, "ready", b"")
            return
        time.sleep(0.2)
    raise AssertionError(f"SeaweedFS did not start:\n{(folder / 'weed.log').read_text()[-2000:]}")


def _free_ports(count: int) -> list[int]:
    """Free ones whose 10,000 higher neighbour, which it takes for its own talk, is free too."""
    found: list[int] = []
    while len(found) < count:
        with socket.socket() as probe, socket.socket() as neighbour, suppress(OSError, OverflowError):
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            neighbour.bind(("127.0.0.1", port + 10_000))
            found.append(port)
    return found
