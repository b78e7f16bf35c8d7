"""A demo site served as `make run` serves it, and a browser that judges each page it opens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .. import browser
from .visitor import Visitor


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if browser.chromium() is None:
        pytest.skip("Chromium is not installed")
    with browser.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo site; ended by its process id."""
    instance = tmp_path_factory.mktemp("site")
    with served_demo(instance) as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Visitor]:
    with Visitor.arriving(chromium, site) as arrived:
        yield arrived


class served_demo:
    """Start a demo site in a folder; `with served_demo(folder) as address:`."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.environment = os.environ | {"BENCH_DEMO": "1", "BENCH_INSTANCE": str(instance)} | settings

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "benchplatform"]
        subprocess.run([*command, "init"], env=self.environment, check=True, capture_output=True)
        self.process = subprocess.Popen(
            [*command, "serve", "--port", "0"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"Serving at (http://\S+?)/?$", line.strip()):
                return found.group(1)
        raise RuntimeError("the site did not start")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
