"""Asking before the meeting: in one thread, for one's organisation; with bad input, twice, at once, and too late."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from bench_presentations.models import PresentationQuestion
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, Thread
from benchplatform.submissions import Submission

from ... import factories
from ...client import Client
from .making import Scene, make_presentation, make_third, published

BEFORE = dt.datetime(2026, 12, 5, 10, tzinfo=dt.UTC)
BEGUN = dt.datetime(2026, 12, 10, 8, 30, tzinfo=dt.UTC)
"""Half past nine in Stockholm: the meeting begins."""


@pytest.fixture(autouse=True)
def _before():
    with time_machine.travel(BEFORE, tick=True):
        yield


def ask(client: Client, presentation, text: str = "How do you **know**?"):
    return client.post_form(f"/presentations/{presentation.id}/questions", {"text": text})


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def posts() -> list[Post]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Post).order_by(Post.id)))


def test_the_first_question_begins_the_thread_and_stands_on_the_page(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    page = client.get(f"/presentations/{presentation.id}/").text
    assert "Nobody has asked yet." in page
    assert "Who sees this: Demo" in page
    assert ask(client, presentation).location == f"/presentations/{presentation.id}/#questions"
    thread = db.session.scalars(sa.select(Thread)).one()
    assert (thread.title, thread.subject_kind, thread.subject_id) == (
        "Questions before the meeting: Björkinge", "presentation", presentation.id
    )  # fmt: skip
    assert (thread.cluster_id, thread.role, thread.organisation_id) == (scene.cluster.id, None, None)
    (post,) = posts()
    assert (post.author_id, post.organisation_id) == (scene.miriam.id, scene.ours.id)
    page = client.as_person(scene.sara).get(f"/presentations/{presentation.id}/").text
    assert "<strong>Lövinge</strong> · Miriam Haile" in page
    assert "<p>How do you <strong>know</strong>?</p>" in page
    assert f'href="/threads/{thread.id}/">Read and answer in the thread</a>' in page


def test_later_questions_go_into_the_same_thread(scene: Scene, client: Client) -> None:
    presentation, third = published(scene), make_third(scene)
    for person in (scene.miriam, third, scene.miriam):
        ask(client.as_person(person), presentation)
    assert [(post.number, post.author_id) for post in posts()] == [
        (1, scene.miriam.id), (2, third.id), (3, scene.miriam.id)
    ]  # fmt: skip
    assert (count(Thread), count(PresentationQuestion)) == (1, 3)


def test_two_who_ask_first_at_the_same_time_begin_one_thread(scene: Scene, app: Flask) -> None:
    presentation, third = published(scene), make_third(scene)
    clients = [app.test_client().as_person(person) for person in (scene.miriam, third)]  # type: ignore[attr-defined]
    tokens, path = [client.token() for client in clients], f"/presentations/{presentation.id}/questions"
    together, codes = threading.Barrier(len(clients)), []
    db.session.rollback()

    def send(number: int) -> None:
        together.wait()
        form = {"csrf_token": tokens[number], "text": f"Question {number}"}
        codes.append(clients[number].post(path, data=form).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [302, 302]
    assert (count(Thread), count(Post), count(PresentationQuestion)) == (1, 2, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your question first."),
        (" \n\u200b ", "Write your question first."),
        ("å" * 20_001, "20,001 characters, the limit is 20,000."),
    ],
    ids=["empty", "nothing to see", "a book"],
)
def test_a_question_that_cannot_be_taken(scene: Scene, client: Client, text: str, sentence: str) -> None:
    presentation = published(scene)
    answer = ask(client, presentation, text)
    assert answer.status_code == 422
    assert f'<a href="#text">Your question: {sentence}</a>' in answer.text
    assert text.strip() in answer.text
    assert (count(Thread), count(Post)) == (0, 0)


def test_the_same_form_twice_asks_once(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    page = client.get(f"/presentations/{presentation.id}/").text
    form = {"text": "Why?", "once": re.findall(r'name="once" value="([^"]+)"', page)[0]}
    answers = [client.post_form(f"/presentations/{presentation.id}/questions", form) for _ in range(2)]
    assert answers[0].location == answers[1].location == f"/presentations/{presentation.id}/#questions"
    assert (count(Post), count(Submission)) == (1, 1)


def test_an_expired_form_keeps_its_text(scene: Scene, client: Client) -> None:
    path = f"/presentations/{published(scene).id}/questions"
    answer = client.post(path, data={"csrf_token": "of yesterday", "text": "My long question"})
    assert answer.status_code == 400
    assert "My long question" in answer.text
    assert count(Post) == 0
    assert client.get(path).location == path.removesuffix("questions"), "who opens that address gets the page"


def test_once_the_meeting_has_begun_the_text_is_given_back_with_the_way_to_the_thread(
    scene: Scene, client: Client
) -> None:
    presentation = published(scene)
    other = published(scene, owner=make_third(scene).memberships[0].organisation)
    with time_machine.travel(BEGUN - dt.timedelta(seconds=1), tick=False):
        assert ask(client.as_person(scene.miriam), presentation, "In time").status_code == 302
    with time_machine.travel(BEGUN, tick=False):
        answer, lonely = ask(client, presentation, "Too late <b>"), ask(client, other, "Too late")
        page = client.get(f"/presentations/{presentation.id}/").text
    assert (answer.status_code, lonely.status_code) == (409, 409)
    assert "The meeting has begun, so your question was not taken as one before it." in answer.text
    assert "Too late &lt;b&gt;</pre>" in answer.text
    thread = db.session.scalars(sa.select(Thread)).one()
    assert f'href="/threads/{thread.id}/">Go on in the thread</a>' in answer.text
    assert f'href="/threads/new?on=presentation&amp;id={other.id}">Start a thread with it</a>' in lonely.text
    assert "In time" in page
    assert f'action="/presentations/{presentation.id}/questions"' not in page
    assert [post.text for post in posts()] == ["In time"]


def test_a_closed_thread_takes_no_question(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    ask(client, presentation)
    thread = db.session.scalars(sa.select(Thread)).one()
    thread.lock(factories.make_lead(scene.cluster))
    db.session.commit()
    page = client.get(f"/presentations/{presentation.id}/").text
    assert "The thread of questions is closed." in page
    assert f'action="/presentations/{presentation.id}/questions"' not in page
    answer = ask(client, presentation, "One more")
    assert answer.status_code == 409
    assert "The thread of questions is closed, so your question was not taken." in answer.text
    assert "One more</pre>" in answer.text
    assert len(posts()) == 1


def test_who_may_ask(scene: Scene, client: Client) -> None:
    presentation, draft = published(scene), make_presentation(scene)
    colleague = factories.make_member(scene.cluster, scene.theirs, Role.MANAGER)
    stranger = factories.make_member(factories.make_cluster("Other", organisations=[scene.ours]))
    for person, code in (
        (factories.make_member(scene.cluster, scene.ours, Role.ELECTED_OFFICIAL), 302),
        (factories.make_member(scene.cluster, scene.ours, Role.MANAGER), 302),
        (scene.sara, 403),
        (colleague, 403),
        (factories.make_lead(scene.cluster), 403),
        (stranger, 404),
    ):
        assert ask(client.as_person(person), presentation).status_code == code
        if code == 403:
            page = client.get(f"/presentations/{presentation.id}/").text
            assert f'action="/presentations/{presentation.id}/questions"' not in page
    assert ask(client.as_person(scene.sara), draft).status_code == 404
    assert ask(client.as_person(scene.miriam), draft).status_code == 403
    assert count(Post) == 2


def test_what_was_taken_back_is_not_asked_about(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    ask(client, presentation)
    presentation.withdraw(scene.sara, "Wrong figures")
    db.session.commit()
    assert ask(client, presentation).status_code == 404
    page = client.as_person(scene.sara).get(f"/presentations/{presentation.id}/").text
    assert "How do you <strong>know</strong>?" not in page
    assert len(posts()) == 1


def test_one_who_speaks_for_the_presenter_too_asks_for_the_other_organisation(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    factories.make_member(scene.cluster, scene.ours, person=scene.sara)
    for _ in range(2):
        assert ask(client.as_person(scene.sara), presentation).status_code == 302
    assert [post.organisation_id for post in posts()] == [scene.ours.id] * 2
