"""Cards and panels: who is awaited and when, who has published and how early; and few queries for many."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from bench_presentations import hooks, ticks
from bench_presentations.cards import how_early
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import MeetingKind
from benchplatform.plugin import Tick

from ... import factories
from ...client import Client
from ...queries import counted
from .making import Scene, add_file, make_presentation, make_third, publish, read_and_ask

TODAY = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
"""Eleven days before the presentations are due."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def list_page(scene: Scene, client: Client) -> str:
    answer = client.get(f"/clusters/{scene.cluster.slug}/presentations/")
    assert answer.status_code == 200
    return words_of(answer.text)


def test_an_empty_card_says_who_is_awaited_and_when(scene: Scene, client: Client) -> None:
    page = list_page(scene, client)
    assert "Lövinge Your organisation due Thu 3 Dec, in 11 days Add your presentation" in page
    assert "Björkinge due Thu 3 Dec, in 11 days" in page
    assert page.index("Lövinge") < page.index("Björkinge")


def test_a_card_says_how_early_or_late_it_was_published(scene: Scene, client: Client) -> None:
    publish(make_presentation(scene, owner=scene.theirs), scene.sara, dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC))
    assert "Björkinge published 2 days early" in list_page(scene, client), "it is 1 December in Stockholm by then"
    assert [how_early(days) for days in (-3, -1, 0, 1, 2)] == [
        "published 3 days early",
        "published 1 day early",
        "published on the last day",
        "published 1 day late",
        "published 2 days late",
    ]


def test_a_draft_is_a_card_for_its_organisation(scene: Scene, client: Client) -> None:
    make_presentation(scene, title="Our follow-up")
    page = list_page(scene, client)
    assert "draft, seen by your organisation alone due Thu 3 Dec, in 11 days Our follow-up" in page
    assert "Add your presentation" not in page
    assert "Lövinge due Thu 3 Dec, in 11 days" in list_page(scene, client.as_person(scene.sara))


def test_what_is_late_and_what_never_came(scene: Scene, client: Client) -> None:
    factories.make_meeting(scene.cluster, 2, dt.date(2026, 9, 1))
    factories.make_meeting(scene.cluster, 4, dt.date(2026, 11, 27))
    page = list_page(scene, client)
    assert "2 days late was due Fri 20 Nov" in page
    assert "nothing was published" in page
    assert page.index("Meeting 4") < page.index("Meeting 3") < page.index("Meeting 2"), "the next one first"


def test_the_meeting_page_has_the_same_cards(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    add_file(presentation, scene.miriam, "slides.pdf")
    page = words_of(client.get(f"/clusters/{scene.cluster.slug}/meetings/3/").text)
    assert "Our follow-up slides.pdf" in page
    assert "Björkinge due Thu 3 Dec, in 11 days" in page


def test_the_first_page_counts_who_has_published(scene: Scene, client: Client) -> None:
    publish(make_presentation(scene), scene.miriam)
    page = words_of(client.get("/").text)
    assert "1 of 2 organisations have published" in page
    assert "Lövinge published Björkinge not yet" in page


def test_the_organisation_page_lists_what_is_published(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    address = f"/organisations/{scene.ours.slug}/"
    assert "Published presentations" not in client.get(address).text
    publish(presentation, scene.miriam)
    assert "Published presentations Our follow-up Meeting 3" in words_of(client.as_person(scene.sara).get(address).text)


def test_steps_are_asked_of_key_persons(scene: Scene, app: Flask) -> None:
    manager = factories.make_member(scene.cluster, scene.ours, Role.MANAGER)
    lead = factories.make_lead(scene.cluster)
    with app.test_request_context():
        assert list(hooks.steps(manager, scene.cluster)) == list(hooks.steps(lead, scene.cluster)) == []
        (step,) = hooks.steps(scene.miriam, scene.cluster)
    assert step.title == "Publish your presentation for meeting 3"
    assert step.due == dt.datetime(2026, 12, 3, 22, 59, 59, tzinfo=dt.UTC)
    assert step.url == f"{scene.new_address}?organisation={scene.ours.id}"
    assert not step.done


@pytest.mark.parametrize(
    ("kind", "name"), [("startup", "uppstarten"), ("benchmarking", "träff 3"), ("conference", "resultatkonferensen")]
)
def test_a_meeting_is_named_as_swedish_does_within_a_sentence(
    scene: Scene, client: Client, kind: str, name: str
) -> None:
    scene.meeting.kind = MeetingKind(kind)
    scene.miriam.locale = "sv"
    db.session.commit()
    page = words_of(client.get("/").text)
    assert f"Publicera er presentation till {name}" in page
    assert f"Presentationer till {name}" in page


def test_a_step_is_done_when_it_is_published(scene: Scene, app: Flask) -> None:
    presentation = make_presentation(scene)
    publish(presentation, scene.miriam)
    with app.test_request_context():
        (step,) = hooks.steps(scene.miriam, scene.cluster)
    assert (step.url, step.done) == (f"/presentations/{presentation.id}/", True)


def test_publishing_ticks_the_preparation(scene: Scene, app: Flask) -> None:
    presentation = make_presentation(scene)
    ours, theirs = ((scene.meeting.id, owner.id) for owner in (scene.ours, scene.theirs))
    with app.test_request_context():
        before = ticks.published_for(scene.cluster, [scene.meeting])
        assert before[ours] == Tick(url=f"/presentations/{presentation.id}/")
        publish(presentation, scene.miriam)
        after = ticks.published_for(scene.cluster, [scene.meeting])
    words = how_early(presentation.days_late)
    assert after[ours] == Tick(presentation.published_at, f"/presentations/{presentation.id}/", words)
    assert after[theirs] == Tick(url=f"{scene.new_address}?organisation={scene.theirs.id}")


def test_few_queries_however_many_there_are(scene: Scene, client: Client) -> None:
    meeting_page = "/clusters/demo/meetings/3/"
    addresses = ["/clusters/demo/presentations/", meeting_page, f"{meeting_page}readiness", "/"]
    for kind in ("presentation", "questions"):
        factories.make_preparation(scene.meeting, kind=kind)
    ours, theirs = make_presentation(scene), make_presentation(scene, owner=scene.theirs)
    for presentation, person, other in ((ours, scene.miriam, scene.sara), (theirs, scene.sara, scene.miriam)):
        addresses.append(f"/presentations/{presentation.id}/")
        add_file(presentation, person)
        publish(presentation, person)
        read_and_ask(presentation, other)
    few = [_queries(client, address) for address in addresses]
    for number in range(10, 30):
        meeting = factories.make_meeting(scene.cluster, number, dt.date(2026, 3, 1) + dt.timedelta(number))
        for owner, person in ((scene.ours, scene.miriam), (scene.theirs, scene.sara)):
            another = make_presentation(scene, meeting=meeting, owner=owner)
            add_file(another, person)
            publish(another, person)
    for number in range(5):
        third = make_third(scene, f"Norrby {number}")
        for presentation in (ours, theirs):
            read_and_ask(presentation, third, times=3)
    for _ in range(20):
        add_file(ours, scene.miriam)
    db.session.rollback()
    many = [_queries(client, address) for address in addresses]
    assert many == few
    assert max(many) <= 12, dict(zip(addresses, many, strict=True))


def _queries(client: Client, address: str) -> int:
    client.get(address).close()  # who has read what is noted now, and not again
    with counted() as statements:
        assert client.get(address).status_code == 200
    return len(statements)
