"""Removing one's own post, hiding another's with a reason, and putting it back: a trace stays, the text goes."""

from __future__ import annotations

import threading

import pytest
import time_machine

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Post
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_thread
from tests.queries import counted

NOVEMBER = "2026-11-03T09:00:00Z"
SECRET = "The pupil is called"


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer, "Small numbers", ["Hello", f"{SECRET} Anna."])


def remove(client: Client, thread, why: str = "", **more: str):
    return client.post_form(f"/threads/{thread.id}/posts/2/removal", {"why": why, **more})


def restore(client: Client, thread):
    return client.post_form(f"/threads/{thread.id}/posts/2/removal/undone")


def second_post() -> Post:
    db.session.rollback()
    return db.session.query(Post).filter_by(number=2).one()


def log() -> list[tuple[str, int | None, dict[str, str]]]:
    db.session.rollback()
    found = db.session.query(AuditEvent).filter(AuditEvent.action.like("discussions.%")).order_by(AuditEvent.id)
    return [(event.action, event.person_id, event.detail) for event in found]


@time_machine.travel(NOVEMBER, tick=False)
def test_a_post_removed_by_its_author_leaves_a_trace(client: Client, cluster, thread, writer) -> None:
    about = f"/threads/{thread.id}/posts/2/about"
    assert "Remove your post" in client.as_person(writer).get(about).text
    answer = remove(client, thread, "Said too <much>")
    assert answer.location == about
    page = client.get(about).text
    for words in ("The post is removed.", "Said too &lt;much&gt;", f"{SECRET} Anna.", "Put the post back"):
        assert words in page
    client.as_person(make_member(cluster))
    page = client.get(f"/threads/{thread.id}/").text
    assert '<div class="prose"><p class="trace">Removed by its author, 3 Nov 2026</p></div>' in page
    assert 'id="post-2"' in page
    assert "2 posts" in page
    assert log() == [("discussions.remove", writer.id, {"reason": "Said too <much>"})]


@time_machine.travel(NOVEMBER, tick=False)
def test_a_hidden_post_says_so_and_its_author_sees_why(client: Client, cluster, thread, writer, lead) -> None:
    remove(client.as_person(lead), thread, "One can tell who it is")
    assert "Its author sees why." in client.get(f"/threads/{thread.id}/posts/2/about").text
    client.as_person(writer)
    page = client.get(f"/threads/{thread.id}/").text
    assert '<p class="trace">Hidden by the programme lead, 3 Nov 2026</p></div>' in page
    about = f"/threads/{thread.id}/posts/2/about"
    assert f'<a href="{about}" aria-label="Why post 2 is hidden">Why</a>' in page
    own = client.get(about).text
    assert "One can tell who it is" in own
    assert f"{SECRET} Anna." in own
    assert "Put the post back" not in own
    assert restore(client, thread).status_code == 403
    assert log() == [("discussions.hide", lead.id, {"reason": "One can tell who it is"})]


@pytest.mark.parametrize("by", ["author", "lead"])
def test_nobody_else_reaches_the_text_of_a_removed_post(client: Client, cluster, thread, lead, by: str) -> None:
    writer = second_post().author
    second_post().reword(1, f"{SECRET} Anna, in short.")
    db.session.commit()
    remove(client.as_person({"author": writer, "lead": lead}[by]), thread, "The reason")
    reader = client.as_person(make_member(cluster))
    texts = ""
    for address in ("", "posts/2/about", "posts/2/versions", "posts/2/edit"):
        answer = reader.get(f"/threads/{thread.id}/{address}")
        texts += answer.text
        assert answer.status_code == (403 if address in ("posts/2/versions", "posts/2/edit") else 200)
    texts += reader.get("/").text + reader.get("/clusters/north/discussions/").text
    texts += reader.get("/clusters/north/meetings/3/").text
    assert SECRET not in texts
    assert "The reason" not in texts
    assert "edited" not in reader.get(f"/threads/{thread.id}/").text
    for person in (writer, lead):
        assert SECRET in client.as_person(person).get(f"/threads/{thread.id}/posts/2/versions").text


def test_a_removed_post_shows_no_word_of_it_on_the_first_page(client: Client, cluster, thread, writer) -> None:
    remove(client.as_person(writer), thread)
    page = client.as_person(make_member(cluster)).get("/").text
    assert f'href="/threads/{thread.id}/unread"' in page
    assert second_post().text not in page


@pytest.mark.parametrize("why", ["", " \n\u200b", "x" * 1001])
def test_who_hides_a_post_has_to_say_why(client: Client, thread, lead, why: str) -> None:
    answer = remove(client.as_person(lead), thread, why)
    assert answer.status_code == 422
    words = "1,001 characters, the limit is 1,000." if len(why) > 1000 else "Say why: the author reads it."
    assert f'<a href="#why">Why: {words}</a>' in answer.text
    assert "<details open>" in answer.text
    assert why.strip() in answer.text
    assert not second_post().is_removed


def test_the_author_may_leave_the_reason_out_but_not_write_a_book(client: Client, thread, writer) -> None:
    assert remove(client.as_person(writer), thread, "x" * 1001).status_code == 422
    assert not second_post().is_removed
    assert remove(client, thread).status_code == 302
    assert second_post().removed_why == ""


def test_a_post_is_put_back_by_its_author_or_by_a_lead(client: Client, cluster, thread, writer, lead) -> None:
    for remover, restorer in ((writer, writer), (writer, lead), (lead, lead), (lead, make_lead(cluster))):
        remove(client.as_person(remover), thread, "Why")
        assert second_post().is_removed
        restore(client.as_person(restorer), thread)
        post = second_post()
        assert (post.removed_at, post.removed_by_id, post.removed_why) == (None, None, "")
        assert SECRET in client.as_person(make_member(cluster)).get(f"/threads/{thread.id}/").text
    assert [(action, by) for action, by, _ in log()][:4] == [
        ("discussions.remove", writer.id),
        ("discussions.restore", writer.id),
        ("discussions.remove", writer.id),
        ("discussions.restore", lead.id),
    ]


def test_twice_is_said_and_changes_nothing(client: Client, thread, writer, lead) -> None:
    client.as_person(lead)
    remove(client, thread, "First")
    late = remove(client, thread, "Second")
    assert late.status_code == 409
    assert "Somebody else has removed the post meanwhile. What they wrote about it stands." in late.text
    assert "Second</textarea>" in late.text
    assert second_post().removed_why == "First"
    restore(client, thread)
    assert "The post stands in the thread already." in client.get(restore(client, thread).location).text
    assert [action for action, _, _ in log()] == ["discussions.hide", "discussions.restore"]


def test_two_who_hide_at_once_are_one_removal(app, cluster, thread) -> None:
    leads, thread_id = [make_lead(cluster), make_lead(cluster)], thread.id
    clients = [app.test_client().as_person(lead) for lead in leads]
    tokens, answers = [client.token() for client in clients], []
    db.session.rollback()
    ready = threading.Barrier(2)

    def hide(client: Client, token: str) -> None:
        with app.app_context():
            ready.wait()
            form = {"csrf_token": token, "why": "Both"}
            answers.append(client.post(f"/threads/{thread_id}/posts/2/removal", data=form).status_code)

    hiders = [threading.Thread(target=hide, args=both) for both in zip(clients, tokens, strict=True)]
    for one in hiders:
        one.start()
    for one in hiders:
        one.join()
    assert sorted(answers) == [302, 409]
    assert log() == [("discussions.hide", second_post().removed_by_id, {"reason": "Both"})]


def test_a_post_that_its_author_removes_a_moment_before_is_hidden_as_well(client: Client, thread, writer, lead) -> None:
    remove(client.as_person(writer), thread, "Mine")
    assert remove(client.as_person(lead), thread, "Names a pupil").status_code == 302
    post = second_post()
    assert (post.removed_by_id, post.removed_why, post.is_hidden) == (lead.id, "Names a pupil", True)
    client.as_person(writer)
    assert restore(client, thread).status_code == 403
    late = remove(client, thread, "Mine again")
    assert late.status_code == 409
    assert "Mine again</textarea>" in late.text
    assert second_post().removed_why == "Names a pupil"


def test_others_remove_and_restore_nothing(client: Client, cluster, thread, writer) -> None:
    ended = make_member(cluster, until=utc_now())
    people = {
        "member": make_member(cluster),
        "lead elsewhere": make_lead(make_cluster("South")),
        "ended": ended,
        "outsider": make_member(make_cluster("East")),
    }
    statuses = {}
    for name, person in people.items():
        client.as_person(person)
        statuses[name] = remove(client, thread, "Mine").status_code, restore(client, thread).status_code
    assert statuses == {
        "member": (403, 403),
        "lead elsewhere": (404, 404),
        "ended": (404, 404),
        "outsider": (404, 404),
    }
    assert not second_post().is_removed
    remove(client.as_person(writer), thread)
    assert restore(client.as_person(people["member"]), thread).status_code == 403
    assert second_post().is_removed


def test_a_lead_neither_sees_nor_hides_in_a_closed_thread(client: Client, cluster, lead) -> None:
    manager = make_member(cluster, role=Role.MANAGER)
    closed = make_thread(make_meeting(cluster), manager, "Ours", ["One", SECRET], role=Role.MANAGER)
    assert remove(client.as_person(lead), closed, "Why").status_code == 404
    assert not second_post().is_removed


def test_a_lead_s_own_post_is_removed_as_an_author_s(client: Client, cluster, lead) -> None:
    thread = make_thread(make_meeting(cluster), lead, "Welcome", ["One", "Two"])
    assert "Remove your post" in client.as_person(lead).get(f"/threads/{thread.id}/posts/2/about").text
    assert remove(client, thread).status_code == 302
    assert "Removed by its author" in client.get(f"/threads/{thread.id}/").text


def test_the_page_of_a_post_shows_it_and_what_one_may_do(client: Client, cluster, thread, writer, lead) -> None:
    shown = {}
    for name, person in {"author": writer, "member": make_member(cluster), "lead": lead}.items():
        thread_page = client.as_person(person).get(f"/threads/{thread.id}/").text
        assert f'<a href="/threads/{thread.id}/posts/2/about" aria-label="More about post 2">More</a>' in thread_page
        with counted() as statements:
            page = client.get(f"/threads/{thread.id}/posts/2/about").text
        assert len(statements) <= 10
        assert f"<p>{SECRET} Anna.</p>" in page
        assert "Sara Nord" in page
        acts = ("Show it in the thread", "Edit your post", "Remove your post", "Hide the post", "Report the post")
        shown[name] = [words for words in acts if words in page]
    assert shown == {
        "author": ["Show it in the thread", "Edit your post", "Remove your post"],
        "member": ["Show it in the thread", "Report the post"],
        "lead": ["Show it in the thread", "Hide the post"],
    }


def test_the_page_of_a_post_that_one_does_not_see_does_not_exist(client: Client, thread) -> None:
    client.as_person(make_member(make_cluster()))
    for address in ("posts/2/about", "posts/2/versions", "posts/9/about"):
        assert client.get(f"/threads/{thread.id}/{address}").status_code == 404
    assert client.as_person(None).get(f"/threads/{thread.id}/posts/2/about").location.startswith("/sign-in")
