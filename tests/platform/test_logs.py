"""The log: one line for each request, with the number that also stands on the error page."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from ..client import Client

WRITE = """
from benchplatform import logs
logs.set_up({style!r})
logs.log.info("request", path="/a\\nforged [error] line", status=200)
try:
    1 / 0
except ZeroDivisionError as error:
    logs.log.error("unexpected error", exc_info=error)
"""


def written(style: str) -> list[str]:
    """What a process of its own logs, since setting up is for a whole process."""
    code = WRITE.format(style=style)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_lines_for_machines() -> None:
    request, error = (json.loads(line) for line in written("json"))
    assert request.pop("timestamp").endswith("Z")
    assert request == {"event": "request", "level": "info", "path": "/a\nforged [error] line", "status": 200}
    assert "ZeroDivisionError" in error["exception"]


def test_lines_for_people_cannot_be_forged() -> None:
    first = written("text")[0]
    assert r'path="/a\nforged [error] line"' in first


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere"])
def test_each_request_is_one_line(client: Client, path: str) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as found:
        answer = client.get(path)
    (line,) = [line for line in found if line["event"] == "request"]
    assert (line["method"], line["path"], line["status"]) == ("GET", path, answer.status_code)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["ms"] >= 0


def test_what_a_form_without_token_is_refused_for_is_logged_too(client: Client) -> None:
    with capture_logs() as found:
        answer = client.post("/sign-in", data={"email": "secret@example.org"})
    assert [line["status"] for line in found if line["event"] == "request"] == [answer.status_code]
    assert "secret" not in str(found)


@pytest.mark.parametrize("path", ["/static/icon.svg", "/static/presentations/upload.js"])
def test_static_files_are_not_logged(client: Client, path: str) -> None:
    with capture_logs() as found:
        assert client.get(path).status_code == 200
    assert found == []


@pytest.mark.parametrize(
    ("given", "kept"), [("abcd-1234", True), ("short", False), ("a b c d e f g h", False), ("x" * 65, False)]
)
def test_a_number_from_the_proxy_is_kept_when_it_is_one(client: Client, given: str, kept: bool) -> None:
    number = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (number == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", number)


def test_one_request_s_number_is_not_the_next_one_s(app: Flask, client: Client) -> None:
    numbers = {client.get("/healthz").headers["X-Request-ID"] for _ in range(3)}
    assert len(numbers) == 3
    assert structlog.contextvars.get_contextvars() == {}
