"""New versions, publishing and taking back: at the wrong time, twice, and two at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from bench_presentations.models import Presentation, Version, Withdrawal
from benchplatform import events
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.files.models import StoredFile

from ... import documents
from ...client import Client
from .making import Scene, add_file, make_presentation, publish


@pytest.fixture
def heard(app: Flask) -> Any:
    found: list[tuple[str, int]] = []

    def on_published(sender: Presentation) -> None:
        found.append(("published", sender.id))

    def on_withdrawn(sender: Presentation) -> None:
        found.append(("withdrawn", sender.id))

    with events.published.connected_to(on_published), events.withdrawn.connected_to(on_withdrawn):
        yield found


def logged() -> list[tuple[str, int | None, int | None]]:
    rows = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id))
    return [(row.action, row.subject_id, row.person_id) for row in rows if row.action.startswith("presentations.")]


def test_publishing_opens_it_and_its_files(scene: Scene, client: Client, heard: list[Any]) -> None:
    presentation = make_presentation(scene)
    add_file(presentation, scene.miriam)
    answer = client.post_form(f"/presentations/{presentation.id}/publication")
    assert answer.location == f"/presentations/{presentation.id}/"
    db.session.refresh(presentation)
    assert presentation.organisation_id is None
    assert presentation.published_by_id == scene.miriam.id
    file = presentation.versions[0].file
    assert (file.cluster_id, file.organisation_id) == (scene.cluster.id, None)
    page = client.get(answer.location).text
    assert "Published. Everybody in the cluster sees it now." in page
    assert "by Miriam Haile" in page
    assert "Who sees this: Demo" in page
    assert heard == [("published", presentation.id)]
    assert logged() == [("presentations.publish", presentation.id, scene.miriam.id)]


def test_publishing_twice_happens_once(scene: Scene, client: Client, heard: list[Any]) -> None:
    presentation = make_presentation(scene)
    for _ in range(2):
        client.post_form(f"/presentations/{presentation.id}/publication")
    assert "It is published already." in client.get(f"/presentations/{presentation.id}/").text
    assert len(heard) == len(logged()) == 1


def test_nothing_is_not_published(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene, summary="")
    page = client.get(f"/presentations/{presentation.id}/").text
    assert "There is nothing to show yet." in page
    assert f'action="/presentations/{presentation.id}/publication"' not in page
    client.post_form(f"/presentations/{presentation.id}/publication")
    db.session.refresh(presentation)
    assert not presentation.is_published


def test_taking_back_closes_it_again_and_keeps_the_reason(scene: Scene, client: Client, heard: list[Any]) -> None:
    presentation = make_presentation(scene)
    file_id = add_file(presentation, scene.miriam)
    publish(presentation, scene.miriam)
    when = presentation.published_at
    client.post_form(f"/presentations/{presentation.id}/publication/withdrawal", {"reason": "Wrong figures on page 4"})
    db.session.refresh(presentation)
    assert (presentation.published_at, presentation.organisation_id) == (None, scene.ours.id)
    kept = db.session.scalars(sa.select(Withdrawal)).one()
    assert (kept.reason, kept.by_id, kept.published_at) == ("Wrong figures on page 4", scene.miriam.id, when)
    assert heard == [("withdrawn", presentation.id)]
    assert [action for action, *_ in logged()] == ["presentations.withdraw"]
    assert "Wrong figures on page 4" in client.get(f"/presentations/{presentation.id}/").text
    client.as_person(scene.sara)
    assert client.get(f"/presentations/{presentation.id}/").status_code == 404
    assert client.get(f"/files/{file_id}/slides.pdf").status_code == 404


def test_the_reason_is_for_the_organisation_alone(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    publish(presentation, scene.miriam)
    client.post_form(f"/presentations/{presentation.id}/publication/withdrawal", {"reason": "Wrong figures"})
    client.post_form(f"/presentations/{presentation.id}/publication")
    assert "Wrong figures" in client.get(f"/presentations/{presentation.id}/").text
    page = client.as_person(scene.sara).get(f"/presentations/{presentation.id}/")
    assert page.status_code == 200
    assert "Wrong figures" not in page.text


def test_taking_back_needs_a_reason_and_a_publication(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    address = f"/presentations/{presentation.id}/publication/withdrawal"
    client.post_form(address, {"reason": "Too early"})
    assert (
        "It is not published, so there is nothing to take back."
        in client.get(f"/presentations/{presentation.id}/").text
    )
    publish(presentation, scene.miriam)
    answer = client.post_form(address, {"reason": " "})
    assert answer.status_code == 422
    assert "Say in a sentence why it is taken back." in answer.text
    answer = client.post_form(address, {"reason": "x" * 2_001})
    assert "2,001 characters, the limit is 2,000." in answer.text
    db.session.refresh(presentation)
    assert presentation.is_published
    assert db.session.scalar(sa.select(sa.func.count(Withdrawal.id))) == 0


def test_versions_are_numbered_and_each_can_be_downloaded(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    publish(presentation, scene.miriam)
    for words in ("one", "two"):
        upload = documents.upload(documents.pdf(words), "slides.pdf")
        answer = client.post_form(f"/presentations/{presentation.id}/versions", {"file": (upload.stream, "slides.pdf")})
        assert answer.location == f"/presentations/{presentation.id}/"
    db.session.refresh(presentation)
    assert [version.number for version in presentation.versions] == [2, 1]
    page = client.as_person(scene.sara).get(f"/presentations/{presentation.id}/").text
    assert page.index("Version 2") < page.index("Version 1")
    assert "Miriam Haile" in page
    for version, words in zip(presentation.versions, ("two", "one"), strict=True):
        assert client.get(f"/files/{version.file_id}/slides.pdf").data == documents.pdf(words)


def test_a_version_without_a_file_or_with_a_bad_one(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    address = f"/presentations/{presentation.id}/versions"
    assert "Choose a file first." in client.post_form(address).text
    upload = documents.upload(b"<html>", "slides.pdf")
    answer = client.post_form(address, {"file": (upload.stream, "slides.pdf")})
    assert answer.status_code == 422
    assert "Web pages and SVG drawings cannot be uploaded." in answer.text
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0


def test_two_who_add_a_version_at_the_same_time_get_two_numbers(scene: Scene, client: Client, app: Flask) -> None:
    presentation = make_presentation(scene)
    address = f"/presentations/{presentation.id}/versions"
    clients = [app.test_client() for _ in range(4)]
    tokens = [(each.as_person(scene.miriam), each.token())[1] for each in clients]  # type: ignore[attr-defined]
    together, codes = threading.Barrier(len(clients)), []
    db.session.rollback()

    def send(number: int) -> None:
        content = documents.pdf(f"version of {number}")
        data = {"csrf_token": tokens[number], "file": (documents.upload(content, "a.pdf").stream, "a.pdf")}
        together.wait()
        codes.append(clients[number].post(address, data=data).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 4
    numbers = db.session.scalars(sa.select(Version.number).order_by(Version.number)).all()
    assert numbers == [1, 2, 3, 4]
    assert db.session.scalar(sa.select(sa.func.count(sa.distinct(StoredFile.digest)))) == 4
