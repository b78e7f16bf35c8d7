"""Who has asked, in words: on cards, on the readiness board, and as a step on the first page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from bench_presentations import hooks, ticks
from bench_presentations.asked import who_has_asked
from bench_presentations.models import Presentation
from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import Preparation, Responsible
from benchplatform.organisations.models import Organisation
from benchplatform.plugin import Tick

from ... import factories
from ...client import Client
from .making import Scene, make_presentation, make_third, published
from .test_cards import words_of

NOW = dt.datetime(2026, 12, 5, 10, tzinfo=dt.UTC)
"""Two days before questions are due, at the end of Monday 7 December."""


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def asked_for(scene: Scene) -> Preparation:
    given = {"kind": "questions", "responsible": Responsible.ALL_PARTICIPANTS}
    return factories.make_preparation(scene.meeting, "Ask the others. Read first.", -3, **given)


def ask(client: Client, person: Person, presentation: Presentation) -> None:
    answer = client.as_person(person).post_form(f"/presentations/{presentation.id}/questions", {"text": "Why?"})
    assert answer.status_code == 302


def tick(app: Flask, scene: Scene, organisation: Organisation) -> Tick:
    db.session.rollback()
    with app.test_request_context():
        return ticks.asked_for(scene.cluster, [scene.meeting])[scene.meeting.id, organisation.id]


def row(client: Client, scene: Scene, name: str) -> list[str]:
    """The words in each organisation's cell of the board; the mentor's first."""
    page = client.get(f"/clusters/{scene.cluster.slug}/meetings/3/readiness").text
    found = next(row for row in re.findall(r'<tr role="row">.*?</tr>', page, re.DOTALL) if name in words_of(row))
    return [words_of(cell) for cell in re.findall(r"<td.*?</td>", found, re.DOTALL)]


@pytest.mark.parametrize(
    ("asked", "is_over", "sentence"),
    [
        ("", False, "Nobody has asked yet"),
        ("A", False, "A has asked, nothing from B or C yet"),
        ("AB", False, "A and B have asked, nothing from C yet"),
        ("ABC", False, "A, B, and C have asked"),
        ("", True, ""),
        ("A", True, "A has asked"),
        ("AC", True, "A and C have asked"),
    ],
)
def test_a_sentence_says_who_has_asked(app: Flask, asked: str, is_over: bool, sentence: str) -> None:
    others = [Organisation(id=ord(name), name=name) for name in "ABC"]
    with app.test_request_context():
        assert who_has_asked(others, [ord(name) for name in asked], is_over) == sentence


def test_cards_say_who_has_asked_and_lead_to_the_questions(scene: Scene, client: Client) -> None:
    third, presentation = make_third(scene), published(scene)
    make_presentation(scene)
    sentence = '#questions">Nobody has asked yet</a>'
    pages = ["/clusters/demo/presentations/", "/clusters/demo/meetings/3/"]
    for path in pages:
        assert client.get(path).text.count(sentence) == 1, "a draft is not asked about"
    ask(client, third, presentation)
    for path in pages:
        page = client.get(path).text
        link = f'<a href="/presentations/{presentation.id}/#questions">'
        assert f"{link}Norrby has asked, nothing from Lövinge yet</a>" in page
    ask(client, scene.miriam, presentation)
    assert "Lövinge and Norrby have asked" in words_of(client.get(pages[0]).text)


def test_the_row_ticks_itself_when_each_of_the_others_is_asked(
    scene: Scene, client: Client, app: Flask, asked_for: Preparation
) -> None:
    third, url = make_third(scene), "/clusters/demo/meetings/3/#presentations"
    assert tick(app, scene, scene.ours) == Tick(url=url, progress="nothing to ask about yet")
    theirs, last = published(scene), published(scene, owner=third.memberships[0].organisation)
    published(scene, owner=scene.ours)
    assert tick(app, scene, scene.ours) == Tick(url=url, progress="0 of 2 asked")
    ask(client, scene.miriam, theirs)
    ask(client, scene.miriam, theirs)
    assert tick(app, scene, scene.ours) == Tick(url=url, progress="1 of 2 asked")
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        ask(client, scene.miriam, last)
    assert tick(app, scene, scene.ours) == Tick(NOW + dt.timedelta(days=1), url)
    assert tick(app, scene, scene.theirs).progress == "0 of 2 asked", "nobody is asked to ask themselves"
    assert row(client.as_person(scene.miriam), scene, "Ask the others") == [
        "in 2 days 0 of 2 asked",
        "Ask the others: done 1 day early",
        "in 2 days 0 of 2 asked",
    ]


def test_what_is_published_later_is_asked_about_too(scene: Scene, client: Client, app: Flask) -> None:
    third = make_third(scene)
    ask(client, scene.miriam, published(scene))
    assert tick(app, scene, scene.ours).at is not None
    published(scene, owner=third.memberships[0].organisation)
    assert tick(app, scene, scene.ours).progress == "1 of 2 asked"


def test_the_meeting_page_says_how_far_one_is_beside_when_it_is_due(
    scene: Scene, client: Client, asked_for: Preparation
) -> None:
    presentation = published(scene)
    page = words_of(client.get("/clusters/demo/meetings/3/").text)
    assert "no later than Mon 7 Dec in 2 days 0 of 1 asked Do it" in page
    ask(client, scene.miriam, presentation)
    page = words_of(client.get("/clusters/demo/meetings/3/").text)
    assert "done 2 days early Look at it" in page


def test_the_step_on_the_first_page_counts(scene: Scene, client: Client, app: Flask, asked_for: Preparation) -> None:
    manager, lead = factories.make_member(scene.cluster, scene.ours, Role.MANAGER), factories.make_lead(scene.cluster)
    assert "Ask a question" not in client.get("/").text, "nothing is published yet"
    make_third(scene)
    first, second = published(scene), published(scene, owner=scene.cluster.organisations[-1])
    for person in (scene.miriam, manager):
        page = client.as_person(person).get("/").text
        assert 'href="/clusters/demo/meetings/3/#presentations">Ask a question: 0 of 2 asked</a>' in page
    assert "Ask a question" not in client.as_person(lead).get("/").text
    ask(client, manager, first)
    assert "Ask a question: 1 of 2 asked" in client.as_person(scene.miriam).get("/").text
    with app.test_request_context():
        steps = {step.title: step for step in hooks.steps(scene.miriam, scene.cluster)}
    assert steps["Ask a question: 1 of 2 asked"].due == dt.datetime(2026, 12, 7, 22, 59, 59, tzinfo=dt.UTC)
    ask(client, scene.miriam, second)
    assert "Ask a question" not in client.get("/").text


def test_a_meeting_that_does_not_ask_for_questions_makes_no_step(scene: Scene, client: Client) -> None:
    published(scene)
    factories.make_preparation(scene.meeting)
    assert "Ask a question" not in client.get("/").text


def test_the_step_is_for_those_whose_role_is_asked(scene: Scene, client: Client, asked_for: Preparation) -> None:
    asked_for.responsible = Responsible.MANAGER
    db.session.commit()
    published(scene)
    manager = factories.make_member(scene.cluster, scene.ours, Role.MANAGER)
    assert "Ask a question" not in client.get("/").text
    assert "Ask a question: 0 of 1 asked" in client.as_person(manager).get("/").text


def test_one_who_speaks_for_two_organisations_is_asked_for_both(
    scene: Scene, app: Flask, client: Client, asked_for: Preparation
) -> None:
    third = make_third(scene)
    published(scene, owner=third.memberships[0].organisation)
    factories.make_member(scene.cluster, scene.theirs, Role.MANAGER, person=scene.miriam)
    with app.test_request_context():
        titles = [step.title for step in hooks.steps(scene.miriam, scene.cluster)]
    assert titles.count("Ask a question: 0 of 1 asked") == 2
