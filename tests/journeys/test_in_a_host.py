"""Inside a host's site, served as `make host` does: its people, its sign-in, its frame around our pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

PROGRAM = Path(__file__).parents[2] / "examples" / "host" / "app.py"
PATIENCE_SECONDS = 60
PAGES = ("", "meetings/", "meetings/3/", "presentations/", "discussions/", "people/")


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    own = {"INSTANCE": str(tmp_path_factory.mktemp("host")), "PORT": str(port)}
    given = {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")} | own
    process = subprocess.Popen([sys.executable, str(PROGRAM)], env=given, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert any("Stop with Ctrl+C." in line for line in process.stdout)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()  # type: ignore[union-attr]


def test_a_person_of_the_host_works_inside_its_frame(chromium: Browser, host: str) -> None:
    with Visitor.arriving(chromium, host, NARROW, "en") as miriam:
        miriam.go("/").open("To the benchmarking").reads("Who are you?")
        miriam.click(miriam.page.get_by_role("button", name="Miriam Haile"))
        assert miriam.path == "/bench/"
        is_in_the_frame(miriam.sees("Your next steps"))
        writes_a_post(miriam)
        miriam.page.set_viewport_size(WIDE)
        miriam.page.emulate_media(color_scheme="dark")
        for page in PAGES:
            is_in_the_frame(miriam.go(f"/bench/clusters/demo/{page}"))
        miriam.click(miriam.page.get_by_role("button", name="Sign out Miriam Haile"))
        miriam.go("/bench/clusters/demo/").reads("Who are you?")


def writes_a_post(miriam: Visitor) -> None:
    miriam.go("/bench/clusters/demo/meetings/3/").follow("Start a thread")
    miriam.fill(title="From inside", text="A post *in the frame*.").press("Start the thread")
    is_in_the_frame(miriam.reads("in the frame"))
    miriam.fill(text="And a reply.").press("Post")
    expect(miriam.page.locator("article.post")).to_have_count(2)


def is_in_the_frame(miriam: Visitor) -> None:
    """One page of the host, with one place of ours in it."""
    miriam.reads("Fjordnet, an invented intranet")
    expect(miriam.page.locator(".bench")).to_have_count(1)
    expect(miriam.page.locator("main")).to_have_count(1)
    expect(miriam.page.locator("h1")).to_have_count(1)
