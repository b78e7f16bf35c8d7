"""Downloads: safe to open, in parts, and not again to those who have them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import pytest
from flask import Flask, Response
from structlog.testing import capture_logs

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.events import file_opened
from benchplatform.files.actions import keep
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting

from .. import documents, factories
from ..client import Client
from ..queries import counted

PDF = documents.pdf()


@dataclass
class Scene:
    person: Person
    meeting: Meeting
    file: StoredFile

    @property
    def address(self) -> str:
        return f"/files/{self.file.id}/{quote(self.file.name)}"

    def keep(self, content: bytes, name: str) -> str:
        file = keep(documents.upload(content, name), self.person, self.meeting)
        db.session.commit()
        return f"/files/{file.id}/{quote(file.name)}"


@pytest.fixture
def scene(app: Flask, client: Client) -> Scene:
    cluster = factories.make_cluster(organisations=[factories.make_organisation()])
    person, meeting = factories.make_member(cluster), factories.make_meeting(cluster)
    file = keep(documents.upload(PDF, 'Träff "3".pdf'), person, meeting)
    db.session.commit()
    client.as_person(person)
    return Scene(person, meeting, file)


def test_features_hear_of_a_file_that_is_opened(scene: Scene, client: Client) -> None:
    heard = []

    def hear(file: StoredFile, response: Response) -> None:
        heard.append((file.id, response.status_code))

    with file_opened.connected_to(hear):
        tag = client.get(scene.address).headers["ETag"]
        client.get(scene.address, headers={"Range": "bytes=0-3"})
        client.get(scene.address, headers={"If-None-Match": tag})
        assert heard == [(scene.file.id, code) for code in (200, 206, 304)]
        client.head(scene.address)
        client.get(scene.address, headers={"Range": "bytes=999999-"})
        client.as_person(factories.make_person()).get(scene.address)
    assert len(heard) == 3, "nothing was sent"


def test_a_download_is_safe_to_open(scene: Scene, client: Client) -> None:
    answer = client.get(scene.address)
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Tr_ff -3-.pdf\"; filename*=UTF-8''Tr%C3%A4ff%20-3-.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] == f'"{scene.file.digest}"'


def test_only_images_are_shown_in_a_page(scene: Scene, client: Client) -> None:
    for kind, shown in (("PNG", "inline"), ("JPEG", "inline"), ("WEBP", "inline")):
        answer = client.get(scene.keep(documents.image(kind), f"a.{kind.lower()}"))
        assert answer.headers["Content-Disposition"].startswith(f"{shown}; ")
        assert answer.headers["Content-Type"] == f"image/{kind.lower()}"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(scene.keep(documents.odp(), "a.odp")).headers["Content-Disposition"].startswith("attachment; ")


def test_a_wrong_name_leads_to_the_right_one(scene: Scene, client: Client) -> None:
    answer = client.get(f"/files/{scene.file.id}/other.pdf")
    assert answer.status_code == 302
    assert answer.location == scene.address


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(PDF)),
        ("bytes=-50", len(PDF) - 50, len(PDF)),
        ("bytes=10-999999", 10, len(PDF)),
    ],
)
def test_a_part(scene: Scene, client: Client, asked: str, start: int, end: int) -> None:
    answer = client.get(scene.address, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, PDF[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(PDF)}"
    assert answer.headers["Content-Length"] == str(end - start)


def test_a_part_that_is_not_there(scene: Scene, client: Client) -> None:
    answer = client.get(scene.address, headers={"Range": "bytes=9999999-"})
    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(PDF)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=x", "bytes=5-2"])
def test_other_ranges_get_the_whole(scene: Scene, client: Client, asked: str) -> None:
    answer = client.get(scene.address, headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, PDF)


def test_a_part_of_an_older_content_gets_the_whole(scene: Scene, client: Client) -> None:
    ours = {"Range": "bytes=0-9", "If-Range": f'"{scene.file.digest}"'}
    assert client.get(scene.address, headers=ours).data == PDF[:10]
    older = {"Range": "bytes=0-9", "If-Range": '"older"'}
    assert client.get(scene.address, headers=older).data == PDF


def test_one_who_has_it_is_not_sent_it_again(scene: Scene, client: Client) -> None:
    for etag in (f'"{scene.file.digest}"', f'W/"{scene.file.digest}"', "*"):
        answer = client.get(scene.address, headers={"If-None-Match": etag})
        assert (answer.status_code, answer.data) == (304, b"")
    assert client.get(scene.address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_tells_all_but_the_content(scene: Scene, client: Client) -> None:
    answer = client.head(scene.address)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_file_whose_bytes_are_gone(scene: Scene, client: Client, app: Flask) -> None:
    app.extensions["bench_files"].place(scene.file.digest).unlink()
    with capture_logs() as lines:
        answer = client.get(scene.address)
    assert answer.status_code == 410
    assert "This link no longer works" in answer.text
    assert scene.file.digest in [line.get("digest") for line in lines]
    scene.keep(PDF, "again.pdf")


def test_who_does_not_see_it_finds_nothing(scene: Scene, client: Client) -> None:
    other = factories.make_cluster(organisations=[factories.make_organisation()])
    for person in (factories.make_member(other), factories.make_administrator()):
        answer = client.as_person(person).get(scene.address)
        assert answer.status_code == 404
        assert "There is nothing here for you" in answer.text
    assert client.as_person(None).get(scene.address).status_code == 302


@pytest.mark.parametrize("id", ["0", "-1", "x", "99999999999999999999", "2147483647"])
def test_ids_that_lead_nowhere(scene: Scene, client: Client, id: str) -> None:
    assert client.get(f"/files/{id}/a.pdf").status_code == 404


def test_a_download_costs_three_queries(scene: Scene, client: Client) -> None:
    address = scene.address
    with counted() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 3, statements
