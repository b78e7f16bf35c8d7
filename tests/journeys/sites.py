"""Demo sites for the journeys: one that all only look at, and copies of it for those who change something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..servers import prepare, running_server


def make_demo(folder: Path) -> Path:
    """An installation with the demo in it, as `make run` makes it the first time."""
    prepare(folder, DEMO=1)
    return folder


@contextmanager
def serving(demo: Path, folder: Path, **settings: str) -> Iterator[str]:
    """The address of a copy of the demo, served as `make run` does; ended by its process id."""
    shutil.copytree(demo, folder)
    with running_server(folder, DEMO=1, **settings) as server:
        yield server.address
