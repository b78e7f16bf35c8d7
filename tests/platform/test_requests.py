"""A request's limits, and what can be saved of a form that could not be taken."""

from __future__ import annotations

import errno
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from benchplatform.files.incoming import IncomingFile
from benchplatform.requests import LARGEST_FORM, largest_body

from .. import documents, factories
from ..client import Client
from ..wire import BOUNDARY, form

FIELDS = {"title": "Our follow-up", "summary": "Look at page two, åäö."}


@pytest.fixture
def address(app: Flask, client: Client) -> str:
    cluster = factories.make_cluster("Demo", organisations=[factories.make_organisation()])
    client.as_person(factories.make_member(cluster))
    factories.make_meeting(cluster)
    return "/clusters/demo/meetings/3/presentations/new"


def pieces(app: Flask) -> list[Any]:
    return list(app.extensions["bench_files"].incoming.iterdir())


def test_only_views_for_files_have_the_large_limit(app: Flask) -> None:
    large = {name for name, view in app.view_functions.items() if hasattr(view, "accepts_files")}
    assert {"presentations.create", "presentations.add_version"} <= large
    assert "accounts.sign_in" not in large
    assert largest_body(app) == 2_000_000 + LARGEST_FORM


def test_a_body_over_the_limit_keeps_the_fields_before_the_file(address: str, client: Client, app: Flask) -> None:
    headers, body = form(FIELDS, 9_000_000)
    answer = client.post(address, data=b"".join(body), content_type=headers["Content_Type"])
    assert answer.status_code == 413
    assert "Your file is 9 MB, the limit is 2 MB." in answer.text
    for text in FIELDS.values():
        assert f'value="{text}"' in answer.text
    assert pieces(app) == []


def test_fields_of_a_plain_form_are_kept_too(address: str, client: Client) -> None:
    answer = client.post(address, data={"title": "Our follow-up", "summary": "x" * 6_000_000})
    assert answer.status_code == 413
    assert 'value="Our follow-up"' in answer.text


def test_too_much_text_is_not_called_a_file(address: str, client: Client, app: Flask) -> None:
    data = {**FIELDS, "other": "x" * 3_500_000, "file": (BytesIO(documents.pdf()), "a.pdf")}
    answer = client.post(address, data=data)
    assert answer.status_code == 413
    assert "That was too much text for one form, so nothing was saved." in answer.text
    assert "Look at page two, åäö." in answer.text
    assert pieces(app) == []


def test_too_many_fields(address: str, client: Client, app: Flask) -> None:
    data = {**FIELDS, **{f"field-{number}": "x" for number in range(1_001)}}
    answer = client.post(address, data=data, content_type=f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code == 413
    assert "Look at page two, åäö." in answer.text


def test_a_full_disk_keeps_the_text(address: str, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: IncomingFile, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(IncomingFile, "write", full)
    answer = client.post(address, data={**FIELDS, "file": (BytesIO(documents.pdf()), "a.pdf")})
    assert answer.status_code == 503
    assert "The site cannot save anything just now." in answer.text
    assert "Look at page two, åäö." in answer.text
    assert pieces(app) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"no boundary at all", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n", "multipart/form-data"),
        (b"\xff\xfe=%ff&a=%zz&\x00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"", "multipart/form-data; boundary="),
    ],
)
def test_broken_forms_are_refused_in_words(address: str, client: Client, app: Flask, body: bytes, kind: str) -> None:
    answer = client.post(address, data=body, content_type=kind)
    assert answer.status_code == 400
    assert "<h1>" in answer.text
    assert pieces(app) == []


def test_what_nobody_keeps_is_gone_when_the_request_ends(address: str, client: Client, app: Flask) -> None:
    for path in (address, "/nowhere", "/sign-in"):
        client.post(path, data={"file": (BytesIO(documents.pdf()), "a.pdf")})
        assert pieces(app) == []


def test_only_the_file_that_a_form_asks_for_is_flushed_to_the_disk(
    address: str, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand small parts from anybody would keep a thread of the server busy for seconds."""
    flushed: list[int] = []
    flush = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (flushed.append(descriptor), flush(descriptor)))
    for path, expected in ((address, 1), ("/sign-in", 0), ("/nowhere", 0)):
        flushed.clear()
        many = [(BytesIO(b"x"), "a.pdf") for _ in range(20)]
        client.post(path, data={"file": many, "other": [(BytesIO(b"x"), "b.pdf") for _ in range(20)]})
        assert len(flushed) == expected
        assert pieces(app) == []


@pytest.mark.parametrize("field", ["title", "summary", "version", "once"])
def test_a_file_in_place_of_text_counts_as_nothing(address: str, client: Client, app: Flask, field: str) -> None:
    data = {"csrf_token": client.token(), **FIELDS, "title": "", field: (BytesIO(b"x\ny"), "a.txt")}
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert "Title: Give the presentation a title." in answer.text
    assert pieces(app) == []


def test_a_file_in_place_of_an_address_or_a_password_too(client: Client) -> None:
    for field in ("email", "password", "next", "kept"):
        data = {"csrf_token": client.token(), "email": "", "password": "x", field: (BytesIO(b"x"), "a.txt")}
        assert client.post("/sign-in", data=data).status_code == 422


@pytest.mark.parametrize("body", ['{"title": 5}', "[1, 2]", '"x"', "null", "{", '{"title": ["x"], "summary": {}}'])
def test_json_is_no_form(address: str, client: Client, body: str) -> None:
    headers = {"X-CSRFToken": client.token()}
    answer = client.post(address, data=body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert "Title: Give the presentation a title." in answer.text


@pytest.mark.parametrize("broken", [b"no colon", b"X: y", b"\xff\xfe: x"])
def test_a_form_that_is_too_large_and_broken_keeps_what_came_before(
    address: str, client: Client, app: Flask, broken: bytes
) -> None:
    whole = b'--x\r\nContent-Disposition: form-data; name="summary"\r\n\r\nLook at page two\r\n'
    body = whole + b"--x\r\n" + broken + b"\r\n\r\n" + b"x" * 6_000_000
    answer = client.post(address, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert 'value="Look at page two"' in answer.text


def test_a_store_that_is_gone_keeps_the_text(
    address: str, client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(app.extensions["bench_files"], "incoming", tmp_path / "unplugged")
    answer = client.post(address, data={**FIELDS, "file": (BytesIO(documents.pdf()), "a.pdf")})
    assert answer.status_code == 503
    assert "The site cannot save anything just now." in answer.text
    assert "Look at page two, åäö." in answer.text
