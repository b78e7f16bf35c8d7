"""Writing: posts and threads, refused texts that come back whole, doubles, and two who write at once."""

from __future__ import annotations

import re
import threading

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, Thread
from benchplatform.events import post_written, thread_started
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_organisation, make_thread

MULTIPART = {"content_type": "multipart/form-data"}


@pytest.fixture
def writer(cluster):
    return make_member(cluster, cluster.organisations[1])


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer)


def posts() -> list[Post]:
    db.session.rollback()
    return list(db.session.query(Post).order_by(Post.number))


def test_a_post_is_written_for_the_organisation_and_shown_where_it_stands(client: Client, thread, writer) -> None:
    heard = []
    with post_written.connected_to(heard.append):
        answer = client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": "line\r\nline"})
    assert answer.location == f"/threads/{thread.id}/#post-2"
    post = posts()[1]
    assert (post.text, post.html, post.locale) == ("line\nline", "<p>line<br>\nline</p>", "en")
    assert (post.author_id, post.organisation.name) == (writer.id, "Berga")
    assert [post.number for post in heard] == [2]
    assert "Your post is in the thread." in client.get(answer.location).text


def test_a_programme_lead_writes_for_the_organisation_of_the_membership(client: Client, cluster, thread) -> None:
    lead = make_lead(cluster, make_organisation("The agency"))
    client.as_person(lead).post_form(f"/threads/{thread.id}/posts/", {"text": "Welcome"})
    assert posts()[1].organisation.name == "The agency"


@pytest.mark.parametrize("text", ["", "   \n ", "\x00", "\u200b\u200d", "\x01\x02", " \u00a0\n\t"])
def test_an_empty_post_is_refused_with_a_sentence(client: Client, thread, writer, text: str) -> None:
    answer = client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": text})
    assert answer.status_code == 422
    assert '<a href="#text">Your post: Write something first.</a>' in answer.text
    assert len(posts()) == 1


def test_a_post_of_the_longest_length_is_taken_and_one_more_is_told_with_both_numbers(
    client: Client, thread, writer
) -> None:
    client.as_person(writer)
    address = f"/threads/{thread.id}/posts/"
    assert client.post_form(address, {"text": "å\r\n" + "å" * 19_998}).status_code == 302
    answer = client.post_form(address, {"text": "å" * 20_001})
    assert answer.status_code == 422
    assert "20,001 characters, the limit is 20,000." in answer.text
    assert "å" * 20_001 in answer.text
    assert len(posts()) == 2


def test_a_paste_of_a_megabyte_comes_back_whole(client: Client, thread, writer) -> None:
    book = ("Före \ufb01 <b> & ord\n" * 55_000).strip()
    answer = client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": book}, **MULTIPART)
    assert answer.status_code == 422
    assert "934,999 characters" in answer.text
    assert answer.text.count("Före \ufb01 &lt;b&gt; &amp; ord") == 55_000
    assert 'enctype="multipart/form-data"' in answer.text


def test_a_preview_shows_the_post_and_saves_nothing(client: Client, thread, writer) -> None:
    text = "[bad](javascript:alert(1)) <script>alert(2)</script> **fine**"
    form = {"text": text, "preview": "1", "once": "n" * 20}
    answer = client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", form)
    assert answer.status_code == 200
    assert "Nothing is posted yet." in answer.text
    assert "<strong>fine</strong>" in answer.text
    assert 'href="javascript:' not in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(2)&lt;/script&gt; **fine**</textarea>" in answer.text
    assert len(posts()) == 1
    client.post_form(f"/threads/{thread.id}/posts/", {"text": text, "once": "n" * 20})
    assert [post.text for post in posts()][1:] == [text]


def test_raw_html_and_script_links_in_a_post_are_text(client: Client, thread, writer) -> None:
    client.as_person(writer).post_form(
        f"/threads/{thread.id}/posts/",
        {"text": "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://x.example/i)"},
    )
    page = client.get(f"/threads/{thread.id}/").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "javascript:" not in page
    assert '<a href="https://x.example/i" rel="nofollow noopener">b</a>' in page


def test_a_second_click_makes_no_second_post(client: Client, thread, writer) -> None:
    form = {"text": "Once", "once": "a-number-of-this-form"}
    client.as_person(writer)
    first, second = (client.post_form(f"/threads/{thread.id}/posts/", form) for _ in range(2))
    assert first.location == second.location == f"/threads/{thread.id}/#post-2"
    assert len(posts()) == 2


def test_those_who_write_at_once_get_different_numbers(app, cluster, thread) -> None:
    people, thread_id, answers = [make_member(cluster) for _ in range(4)], thread.id, []
    clients = [app.test_client().as_person(person) for person in people]
    tokens = [client.token() for client in clients]
    db.session.rollback()
    ready = threading.Barrier(len(clients))

    def write(client: Client, token: str) -> None:
        with app.app_context():
            ready.wait()
            for text in ("one", "two", "three"):
                form = {"csrf_token": token, "text": text}
                answers.append(client.post(f"/threads/{thread_id}/posts/", data=form).status_code)

    writers = [threading.Thread(target=write, args=both) for both in zip(clients, tokens, strict=True)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert answers == [302] * 12
    assert [post.number for post in posts()] == list(range(1, 14))
    assert db.session.get(Thread, thread_id).post_count == 13


def test_a_thread_is_started_on_a_meeting_with_its_first_post(client: Client, cluster, writer) -> None:
    meeting, heard = make_meeting(cluster), []
    form = {"title": "  How do\nyou  measure?", "text": "We count.", "audience": "all", "once": "t" * 20}
    with thread_started.connected_to(heard.append), post_written.connected_to(heard.append):
        answer = client.as_person(writer).post_form(f"/threads/new?on=meeting&id={meeting.id}", form)
    thread = db.session.query(Thread).one()
    assert answer.location == f"/threads/{thread.id}/"
    assert (thread.title, thread.post_count, thread.started_by_id) == ("How do you measure?", 1, writer.id)
    assert (thread.subject_kind, thread.subject_id, thread.cluster_id) == ("meeting", meeting.id, cluster.id)
    assert (thread.role, thread.organisation_id) == (None, None)
    assert [type(thing).__name__ for thing in heard] == ["Post", "Thread"]
    client.post_form(f"/threads/new?on=meeting&id={meeting.id}", form)
    assert db.session.query(Thread).count() == 1


def test_one_may_narrow_a_thread_to_ones_own_role_or_organisation_and_no_other(client: Client, cluster) -> None:
    meeting, alby = make_meeting(cluster), cluster.organisations[0]
    manager = make_member(cluster, alby, Role.MANAGER)
    address = f"/threads/new?on=meeting&id={meeting.id}"
    page = client.as_person(manager).get(address).text
    for words in ("Everybody in North", "Only managers in North", "Only people of Alby in North"):
        assert words in page
    assert "key persons" not in page
    assert "Berga" not in page
    form = {"title": "T", "text": "x"}
    client.post_form(address, form | {"audience": "role-manager"})
    client.post_form(address, form | {"audience": f"organisation-{alby.id}"})
    berga = client.post_form(address, form | {"audience": f"organisation-{cluster.organisations[1].id}"})
    assert berga.status_code == 422
    assert 'value="T"' in berga.text
    found = db.session.query(Thread).order_by(Thread.id)
    assert [(thread.role, thread.organisation_id) for thread in found] == [(Role.MANAGER, None), (None, alby.id)]


def test_a_lead_starts_threads_for_everybody(client: Client, cluster) -> None:
    meeting = make_meeting(cluster)
    page = client.as_person(make_lead(cluster)).get(f"/threads/new?on=meeting&id={meeting.id}").text
    assert "Who sees this: Everybody in North" in page
    assert 'type="radio"' not in page


def test_a_title_is_needed_and_has_a_limit_and_the_text_stays(client: Client, cluster, writer) -> None:
    address = f"/threads/new?on=meeting&id={make_meeting(cluster).id}"
    for title, words in {"": "Give the thread a title.", "é" * 161: "161 characters, the limit is 160."}.items():
        answer = client.as_person(writer).post_form(address, {"title": title, "text": "My words", "audience": "all"})
        assert answer.status_code == 422
        assert words in answer.text
        assert "My words</textarea>" in answer.text
    assert db.session.query(Thread).count() == 0


@pytest.mark.parametrize("query", ["", "?on=meeting", "?on=meeting&id=0", "?on=meeting&id=x", "?on=moon&id=1"])
def test_a_thread_on_nothing_cannot_be_started(client: Client, writer, query: str) -> None:
    assert client.as_person(writer).get(f"/threads/new{query}").status_code == 404


def test_a_thread_on_a_hidden_meeting_cannot_be_started(client: Client, cluster) -> None:
    meeting, outsider = make_meeting(cluster), make_member(make_cluster())
    client.as_person(outsider)
    address = f"/threads/new?on=meeting&id={meeting.id}"
    assert client.get(address).status_code == 404
    assert client.post_form(address, {"title": "T", "text": "x", "audience": "all"}).status_code == 404
    assert db.session.query(Thread).count() == 0


def test_the_summary_names_errors_in_the_order_of_the_page(client: Client, cluster, writer) -> None:
    address = f"/threads/new?on=meeting&id={make_meeting(cluster).id}"
    page = client.as_person(writer).post_form(address, {"title": "", "text": "", "audience": "all"}).text
    assert re.findall(r'<li><a href="#(\w+)">', page) == ["title", "text"]
