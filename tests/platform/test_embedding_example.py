"""The host in `examples/`: one command makes and serves it, and its people work in the demo cluster."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from flask import Flask

from .embedded import Browser, example

PROGRAM = Path(__file__).parents[2] / "examples" / "host" / "app.py"
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    site: Flask = example().create_app(tmp_path_factory.mktemp("example"), JOBS="worker", LOCALE="en")
    assert site.test_cli_runner().invoke(args=["bench", "init"]).exit_code == 0
    return site


def as_staff(site: Flask, name: str) -> Browser:
    browser = Browser(site)
    number = re.search(rf'name="staff" value="(\d+)">{name}<', browser.get("/sign-in").text)
    assert number, f"{name} does not work here"
    assert browser.post("/sign-in", data={"staff": number.group(1), "next": "/bench/"}).location == "/bench/"
    return browser


def test_a_person_of_the_demo_finds_every_tab_of_the_cluster(site: Flask) -> None:
    browser = as_staff(site, "Miriam Haile")
    first = browser.get("/bench/")
    assert first.status_code == 200
    assert "Sign out Miriam Haile" in first.text
    assert 'href="/bench/profile"' in first.text
    cluster = re.search(r'href="(/bench/clusters/[^/"]+/)"', first.text)
    assert cluster
    overview = browser.get(cluster.group(1))
    tabs = re.search(r'<nav class="tabs".*?</nav>', overview.text, re.DOTALL)
    assert tabs
    addresses = re.findall(r'href="([^"]+)"', tabs.group())
    assert len(addresses) >= 4
    for address in addresses:
        page = browser.get(address)
        assert (page.status_code, "Fjordnet, an invented intranet" in page.text) == (200, True), address
        assert f'<a href="{address}" aria-current="page">' in page.text


def test_a_newcomer_has_a_person_and_sees_no_cluster(site: Flask) -> None:
    browser = as_staff(site, "Nadja Novak")
    page = browser.get("/bench/")
    assert page.status_code == 200
    assert "/bench/clusters/" not in page.text
    assert browser.get("/bench/profile").status_code == 200


def test_a_visitor_is_led_to_the_sites_own_sign_in(site: Flask) -> None:
    browser = Browser(site)
    assert browser.get("/bench/").location == "/sign-in?next=/bench/"
    assert "Who are you?" in browser.get("/sign-in?next=/bench/").text


def test_one_command_makes_and_serves_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        taken = subprocess.run(_COMMAND, env=_environment(tmp_path, port), capture_output=True, text=True, check=False)
    assert taken.stderr == f"Port {port} cannot be used: Address already in use. Choose another: PORT={port + 1}\n"
    process = subprocess.Popen(_COMMAND, env=_environment(tmp_path, port), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert any("Stop with Ctrl+C." in line for line in process.stdout)
        with urlopen(f"http://127.0.0.1:{port}/bench/", timeout=PATIENCE_SECONDS) as answer:
            assert "Who are you?" in answer.read().decode()
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()


_COMMAND = [sys.executable, str(PROGRAM)]


def _environment(folder: Path, port: int) -> dict[str, str]:
    ours = {"INSTANCE": str(folder), "PORT": str(port)}
    return {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")} | ours
