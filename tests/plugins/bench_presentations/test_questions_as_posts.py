"""A question is a post: what is done with posts and threads tells who has asked."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from bench_presentations.models import Presentation
from bench_presentations.ticks import asked_for
from benchplatform.database import db
from benchplatform.discussions.models import Post, Thread

from ... import factories
from ...client import Client
from .making import Scene, make_third, published


def ask(client: Client, presentation: Presentation, text: str = "Why so?") -> None:
    answer = client.post_form(f"/presentations/{presentation.id}/questions", {"text": text})
    assert answer.status_code == 302


def page(client: Client, presentation: Presentation) -> str:
    return client.get(f"/presentations/{presentation.id}/").text.split('id="questions"')[1].split("</section>")[0]


def has_asked(app: Flask, scene: Scene, organisation_id: int) -> bool:
    """About the one presentation that is published."""
    db.session.rollback()
    with app.test_request_context():
        return asked_for(scene.cluster, [scene.meeting])[scene.meeting.id, organisation_id].at is not None


def last_post() -> Post:
    db.session.rollback()
    return db.session.scalars(sa.select(Post).order_by(Post.id.desc())).first()


def write(client: Client, thread: Thread, text: str) -> None:
    assert client.post_form(f"/threads/{thread.id}/posts/", {"text": text}).status_code == 302


def test_an_edited_question_says_what_it_says_now(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    ask(client, presentation)
    post = last_post()
    client.post_form(f"/threads/{post.thread_id}/posts/1/edit", {"text": "Why not?", "version": "1"})
    assert ("Why not?" in page(client, presentation), "Why so?" in page(client, presentation)) == (True, False)


def test_a_hidden_question_does_not_count_until_it_is_put_back(scene: Scene, client: Client, app: Flask) -> None:
    presentation = published(scene)
    ask(client, presentation)
    assert has_asked(app, scene, scene.ours.id)
    post = last_post()
    post.remove(factories.make_lead(scene.cluster), "Off the point")
    db.session.commit()
    assert not has_asked(app, scene, scene.ours.id)
    assert "Nobody has asked yet." in page(client, presentation)
    assert "Read and answer in the thread" in page(client, presentation)
    post.restore()
    db.session.commit()
    assert has_asked(app, scene, scene.ours.id)


def test_the_first_answer_of_another_organisation_in_the_thread_counts(
    scene: Scene, client: Client, app: Flask
) -> None:
    presentation, third = published(scene), make_third(scene)
    ask(client, presentation)
    thread, organisation_id = last_post().thread, third.memberships[0].organisation_id
    write(client.as_person(scene.sara), thread, "This is why.")
    write(client.as_person(factories.make_lead(scene.cluster, third.memberships[0].organisation)), thread, "Well said.")
    assert not has_asked(app, scene, organisation_id)
    write(client.as_person(third), thread, "And in the summer?")
    assert has_asked(app, scene, organisation_id)
    write(client, thread, "Thank you.")
    shown = page(client, presentation)
    assert [words in shown for words in ("Why so?", "And in the summer?")] == [True, True]
    assert not any(words in shown for words in ("This is why.", "Well said.", "Thank you."))


def test_other_threads_on_the_presentation_ask_nothing(scene: Scene, client: Client, app: Flask) -> None:
    presentation = published(scene)
    subject = {"subject_kind": "presentation", "subject_id": presentation.id}
    thread = factories.make_thread(scene.meeting, scene.miriam, **subject)
    write(client, thread, "Shall we travel together?")
    assert not has_asked(app, scene, scene.ours.id)
    ask(client, presentation)
    assert last_post().thread_id != thread.id
    assert has_asked(app, scene, scene.ours.id)


def test_a_question_that_fewer_can_see_does_not_count_and_the_next_one_begins_anew(
    scene: Scene, client: Client, app: Flask
) -> None:
    presentation = published(scene)
    ask(client, presentation, "Between us")
    thread = last_post().thread
    client.post_form(f"/threads/{thread.id}/audience", {"audience": f"organisation-{scene.ours.id}"})
    assert not has_asked(app, scene, scene.ours.id)
    assert "Between us" not in page(client, presentation)
    ask(client, presentation, "For all")
    assert last_post().thread_id != thread.id
    shown = page(client.as_person(scene.sara), presentation)
    assert ("For all" in shown, "Between us" in shown) == (True, False)


def test_questions_that_were_merged_or_moved_elsewhere_still_count(scene: Scene, client: Client, app: Flask) -> None:
    presentation, lead = published(scene), factories.make_lead(scene.cluster)
    ask(client, presentation)
    source, target = last_post().thread, factories.make_thread(scene.meeting, scene.sara, "All questions")
    answer = client.as_person(lead).post_form(f"/threads/{source.id}/merging", {"target": str(target.id)})
    assert answer.status_code == 302
    assert has_asked(app, scene, scene.ours.id)
    shown = page(client.as_person(scene.miriam), presentation)
    assert f'href="/threads/{target.id}/posts/2"' in shown
    assert "Hello" not in shown
    ask(client, presentation, "One more")
    assert last_post().thread_id not in (source.id, target.id), "not in a thread about something else"


def test_the_talk_of_the_meeting_lists_the_thread(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    ask(client, presentation)
    talk = client.get(f"/clusters/{scene.cluster.slug}/meetings/3/").text.split('id="talk"')[1]
    assert f'href="/threads/{last_post().thread_id}/">Questions before the meeting: Björkinge</a>' in talk
    assert f'href="/presentations/{presentation.id}/">Our follow-up</a>' in talk
