"""When other people come to read posts, their files, drafts, answers and what they became go along with them."""

from __future__ import annotations

import io
import re

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, Question, Thread
from tests.client import Client
from tests.factories import make_member, make_person, make_question, make_thread

PDF = b"%PDF-1.4\nstartxref\n%%EOF\n"
QUEUE = "/clusters/north/discussions/questions"


@pytest.fixture
def writer(cluster):
    return make_member(cluster, cluster.organisations[1], person=make_person("Sara Nord"))


@pytest.fixture
def mentor(cluster):
    return make_member(cluster, cluster.organisations[0])


def post_file(client: Client, thread: Thread) -> str:
    """The address of a file that the signed-in person posts in the thread."""
    link = client.post_form(
        f"/threads/{thread.id}/files", {"file": (io.BytesIO(PDF), "a.pdf")}, content_type="multipart/form-data"
    ).text
    client.post_form(f"/threads/{thread.id}/posts/", {"text": link})
    return re.search(r"\((.*)\)", link)[1]


def set_audience(client: Client, thread: Thread, audience: str):
    return client.post_form(f"/threads/{thread.id}/audience", {"audience": audience, "confirmed": "0"})


def test_files_are_seen_by_those_who_see_the_thread_as_it_is_now(
    client: Client, cluster, meeting, writer, mentor
) -> None:
    thread = make_thread(meeting, writer)
    address = post_file(client.as_person(writer), thread)
    for audience, code in ((f"organisation-{cluster.organisations[1].id}", 404), ("all", 200)):
        assert set_audience(client.as_person(writer), thread, audience).status_code == 302
        assert client.get(address).status_code == 200
        assert client.as_person(mentor).get(address).status_code == code


def test_files_of_merged_posts_are_seen_by_the_readers_of_both_threads_only(
    client: Client, cluster, meeting, writer, lead
) -> None:
    thread = make_thread(meeting, writer)
    for_leads = make_thread(meeting, lead, "For leads", role=Role.PROGRAMME_LEAD)
    address = post_file(client.as_person(writer), thread)
    client.as_person(lead).post_form(f"/threads/{thread.id}/merging", {"target": str(for_leads.id)})
    assert client.get(address).status_code == 200
    assert client.as_person(writer).get(address).status_code == 404


def test_an_idea_of_fewer_is_hinted_to_nobody_when_the_thread_is_widened(
    client: Client, cluster, meeting, writer
) -> None:
    thread = make_thread(meeting, writer)
    own = f"organisation-{cluster.organisations[1].id}"
    set_audience(client.as_person(writer), thread, own)
    client.post_form(f"/threads/{thread.id}/posts/1/becomings/idea", {"done": "yes"})
    assert "Became more than a post" in client.get(f"/threads/{thread.id}/").text
    set_audience(client, thread, "all")
    assert "Became more than a post" not in client.get(f"/threads/{thread.id}/").text
    set_audience(client, thread, own)
    assert "Became more than a post" in client.get(f"/threads/{thread.id}/").text


def test_a_draft_follows_its_thread_when_that_is_merged(client: Client, meeting, writer, mentor, lead) -> None:
    old, new = (make_thread(meeting, writer, title) for title in ("Old", "New"))
    for person in (writer, mentor):
        client.as_person(person).post_form(f"/threads/{old.id}/draft", {"text": "Half a thought", "version": "0"})
    client.as_person(writer).post_form(f"/threads/{new.id}/draft", {"text": "Another", "version": "0"})
    client.as_person(lead).post_form(f"/threads/{old.id}/merging", {"target": str(new.id)})
    assert "Half a thought</textarea>" in client.as_person(mentor).get(f"/threads/{new.id}/").text
    assert "Another\n\nHalf a thought</textarea>" in client.as_person(writer).get(f"/threads/{new.id}/").text


def test_a_draft_in_a_thread_that_was_closed_begins_a_new_one(client: Client, cluster, meeting, writer, lead) -> None:
    thread = make_thread(meeting, writer, "Ours", organisation_id=cluster.organisations[1].id)
    client.as_person(writer).post_form(f"/threads/{thread.id}/draft", {"text": "Half <a> thought", "version": "0"})
    thread.close(lead, "Done")
    db.session.commit()
    page = client.get(f"/threads/{thread.id}/").text
    assert "You had not posted it when the thread was closed." in page
    assert "Half &lt;a&gt; thought</textarea>" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(title|audience|preview)" value="([^"]*)">', page))
    begun = client.post_form(f"/threads/new?on=meeting&id={meeting.id}", {"text": "Half <a> thought", **hidden})
    assert begun.status_code == 200
    chosen = re.search(r'<input checked [^>]*value="(.*?)"', begun.text)[1]
    assert chosen == f"organisation-{cluster.organisations[1].id}"
    assert db.session.query(Thread).count() == 1
    client.post_form(f"/threads/{thread.id}/draft/removal", {})
    assert "Half" not in client.get(f"/threads/{thread.id}/").text


def answered(client: Client, meeting, writer, mentor) -> Question:
    """A question whose second post answers it, kept in the FAQ."""
    question = make_question(meeting, writer, "How often?")
    question.thread.add_post(mentor, meeting.cluster.organisations[0].id, "Each month.")
    db.session.commit()
    client.as_person(mentor).post_form(f"/threads/{question.thread_id}/posts/2/answer", {"done": "yes"})
    client.post_form(f"/questions/{question.id}/faq", {"done": "yes"})
    assert "<p>Each month.</p>" in client.get(QUEUE).text
    return question


def test_a_question_whose_answer_is_split_off_waits_again(client: Client, meeting, writer, mentor, lead) -> None:
    question = answered(client, meeting, writer, mentor)
    client.as_person(lead).post_form(f"/threads/{question.thread_id}/splitting", {"first": "2", "new_title": "N"})
    assert "Awaiting answer from Alby" in client.get(f"/threads/{question.thread_id}/").text
    assert "<p>Each month.</p>" not in client.get(QUEUE).text


def test_a_merged_question_is_asked_and_answered_where_its_posts_are(
    client: Client, meeting, writer, mentor, lead
) -> None:
    question, target = answered(client, meeting, writer, mentor), make_thread(meeting, writer, "All about it")
    client.as_person(lead).post_form(f"/threads/{question.thread_id}/merging", {"target": str(target.id)})
    page = client.as_person(mentor).get(f"/threads/{target.id}/").text
    assert "in post 3</span>" in page.replace("\n", "")
    assert "<p>Each month.</p>" in client.get(QUEUE).text
    client.post_form(f"/threads/{target.id}/posts/3/answer", {"done": "no"})
    assert "All about it" in client.get(QUEUE).text
    assert db.session.query(Question).one().thread_id == target.id


def test_two_questions_are_not_merged(client: Client, meeting, writer, lead) -> None:
    first, second = (make_question(meeting, writer, title) for title in ("First", "Second"))
    refused = client.as_person(lead).post_form(f"/threads/{first.thread_id}/merging", {"target": str(second.thread_id)})
    assert refused.status_code == 422
    assert "Both threads ask a question, and a thread can only ask one." in refused.text
    assert db.session.query(Post).filter_by(thread_id=first.thread_id).one().number == 1


@pytest.mark.parametrize("end", ["closed", "locked"])
def test_a_post_is_not_changed_once_nobody_writes_in_its_thread(
    client: Client, meeting, writer, lead, end: str
) -> None:
    thread = make_thread(meeting, writer)
    address = f"/threads/{thread.id}/posts/1/edit"
    assert thread.close(lead, "Done") if end == "closed" else thread.lock(lead)
    db.session.commit()
    assert client.as_person(writer).get(address).location == f"/threads/{thread.id}/posts/1/about"
    late = client.post_form(address, {"text": "My <b>words", "version": "1"})
    assert late.status_code == 409
    assert f"{lead.name} {end} this thread on" in late.text
    assert "So your change is not saved." in late.text
    assert "My &lt;b&gt;words</textarea>" in late.text
    assert db.session.query(Post).one().text == "Hello"
