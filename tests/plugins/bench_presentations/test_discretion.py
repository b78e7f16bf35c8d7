"""A cluster whose lead turns it off: who has read a presentation is forgotten, not remembered, and not told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from bench_presentations.models import Presentation, PresentationReading, ReadingsOff
from benchplatform.accounts.models import Person
from benchplatform.audit import AuditEvent
from benchplatform.database import db

from ... import factories
from ...client import Client
from .making import Scene, add_file, published

PATH = "/clusters/demo/administration/presentation-readings"


@pytest.fixture
def lead(scene: Scene) -> Person:
    return factories.make_lead(scene.cluster)


@pytest.fixture
def remember(client: Client) -> Callable[[Person, str], int]:
    def send(person: Person, choice: str) -> int:
        return client.as_person(person).post_form(PATH, {"remember": choice}).status_code

    return send


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def open_all(client: Client, person: Person, presentation: Presentation) -> str:
    """The page, and a file; what is said on the page."""
    page = client.as_person(person).get(f"/presentations/{presentation.id}/")
    file = client.get(f"/files/{presentation.versions[0].file_id}/{presentation.versions[0].file.name}")
    file.close()
    assert (page.status_code, file.status_code) == (200, 200)
    return page.text


def test_turned_off_it_is_forgotten_and_nothing_more_is_remembered(
    scene: Scene, client: Client, lead: Person, remember: Callable[[Person, str], int]
) -> None:
    presentation = published(scene)
    open_all(client, scene.miriam, presentation)
    assert count(PresentationReading) == 1
    page = client.as_person(lead).get("/clusters/demo/administration").text
    assert "If you turn it off, what was remembered is deleted." in page
    answer = client.post_form(PATH, {"remember": "no"})
    assert answer.location == "/clusters/demo/administration#readings"
    assert count(PresentationReading) == 0
    page = client.get(answer.location).text
    assert "It is no longer remembered who has read a presentation. What was remembered is deleted." in page
    assert "Remember it from now on" in page
    for person in (scene.miriam, lead):
        page = open_all(client, person, presentation)
        assert not any(words in page for words in ("Who has read it", "nobody yet", "remembered"))
    assert count(PresentationReading) == 0
    logged = sa.select(AuditEvent.action, AuditEvent.person_id, AuditEvent.subject_id).order_by(AuditEvent.id.desc())
    assert db.session.execute(logged.limit(1)).one() == ("presentations.forget_readings", lead.id, scene.cluster.id)


def test_turned_on_again_it_begins_with_nothing(
    scene: Scene, client: Client, lead: Person, remember: Callable[[Person, str], int]
) -> None:
    presentation = published(scene)
    remember(lead, "no")
    late = {"presentation_id": presentation.id, "person_id": scene.miriam.id, "number": 1}
    factories.save(PresentationReading(**late))  # a note that was on its way when it was turned off
    add_file(presentation, scene.sara, "new.pdf")
    for path in ("/clusters/demo/presentations/", f"/presentations/{presentation.id}/"):
        assert "changed since you read it" not in client.as_person(scene.miriam).get(path).text
    remember(lead, "yes")
    assert (count(PresentationReading), count(ReadingsOff)) == (0, 0)
    assert "nobody yet" in open_all(client, scene.miriam, presentation)
    assert count(PresentationReading) == 1


def test_it_is_for_this_cluster_alone(
    scene: Scene, client: Client, lead: Person, remember: Callable[[Person, str], int]
) -> None:
    other = factories.make_cluster("Other", scene.cluster.programme, [scene.theirs, scene.ours])
    person = factories.make_member(other, scene.ours)
    there = Scene(other, factories.make_meeting(other), scene.ours, scene.theirs, person, scene.sara)
    presentation = published(there)
    open_all(client, person, presentation)
    remember(lead, "no")
    assert count(PresentationReading) == 1
    assert "Who has read it" in open_all(client, person, presentation)


def test_who_may_turn_it_off(scene: Scene, lead: Person, remember: Callable[[Person, str], int]) -> None:
    stranger = factories.make_lead(factories.make_cluster("Other", organisations=[scene.ours]))
    codes = [remember(person, "no") for person in (scene.miriam, stranger)]
    assert (codes, count(ReadingsOff)) == ([403, 404], 0)
    assert [remember(person, "no") for person in (lead, factories.make_administrator())] == [302, 302]
    assert count(ReadingsOff) == 1
    assert db.session.scalars(sa.select(ReadingsOff.by_id)).one() == lead.id, "the first decision stands"


def test_twice_and_two_at_the_same_time_it_is_turned_off_once(scene: Scene, app: Flask, lead: Person) -> None:
    clients = [app.test_client().as_person(lead) for _ in range(3)]  # type: ignore[attr-defined]
    tokens, together, codes = [client.token() for client in clients], threading.Barrier(len(clients)), []
    db.session.rollback()

    def send(number: int) -> None:
        together.wait()
        form = {"csrf_token": tokens[number], "remember": "no"}
        codes.append(clients[number].post(PATH, data=form).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302] * 3
    actions = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.startswith("presentations.")))
    assert (actions.all(), count(ReadingsOff)) == (["presentations.forget_readings"], 1)
