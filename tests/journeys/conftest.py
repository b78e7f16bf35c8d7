"""Demo sites served as `make run` serves them, and a browser that judges each page it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .. import browser
from .sites import make_demo, serving
from .visitor import Visitor


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if browser.chromium() is None:
        pytest.skip("Chromium is not installed")
    with browser.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that nobody has touched."""
    return make_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demo site that all journeys share, so they only look at it."""
    with serving(demo, tmp_path_factory.mktemp("site") / "instance") as address:
        yield address


@pytest.fixture
def own_site(demo: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demo site for one journey alone, which may change what it likes."""
    with serving(demo, tmp_path / "instance") as address:
        yield address


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Visitor]:
    with Visitor.arriving(chromium, site) as arrived:
        yield arrived
