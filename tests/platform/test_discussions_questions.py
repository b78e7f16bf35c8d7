"""Questions to the mentor: asked with a thread, answered, queued, kept, handed on, and hinted to nobody else."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
import time_machine

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import Question, Thread
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Part, Participation
from tests.client import Client
from tests.factories import (
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_person,
    make_question,
    make_thread,
)
from tests.queries import counted

QUEUE = "/clusters/north/discussions/questions"
BOX = "Ask the mentor: Alby"


@pytest.fixture
def asker(cluster):
    return make_member(cluster, cluster.organisations[1], person=make_person("Miriam Haile"))


@pytest.fixture
def mentor(cluster):
    return make_member(cluster, cluster.organisations[0], person=make_person("Sara Nord"))


@pytest.fixture
def question(cluster, asker):
    return make_question(make_meeting(cluster), asker, "How often?")


def start(client: Client, meeting, **given):
    form = {"title": "How often?", "text": "We wonder.", "audience": "all", "ask_mentor": "y"} | given
    return client.post_form(f"/threads/new?on=meeting&id={meeting.id}", form)


def mark(client: Client, question: Question, number: int, done: str = "yes", **given):
    return client.post_form(f"/threads/{question.thread_id}/posts/{number}/answer", {"done": done} | given)


def fresh(question: Question) -> Question:
    db.session.expire_all()
    return db.session.get(Question, question.id)


def test_a_thread_that_asks_the_mentor_waits_and_says_so_everywhere(client: Client, cluster, asker, mentor) -> None:
    meeting = make_meeting(cluster)
    with time_machine.travel(dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), tick=False):
        assert BOX in client.as_person(asker).get(f"/threads/new?on=meeting&id={meeting.id}").text
        assert start(client, meeting, once="q" * 20).status_code == 302
        start(client, meeting, once="q" * 20)
    question = db.session.query(Question).one()
    assert (question.organisation_name, question.asker_name, question.asked_by_id) == ("Alby", "Berga", asker.id)
    assert (question.cluster_id, question.answered_at) == (cluster.id, None)
    with time_machine.travel(dt.datetime(2026, 11, 5, 9, tzinfo=dt.UTC), tick=False):
        client.as_person(mentor)
        for path in (f"/threads/{question.thread_id}/", "/clusters/north/discussions/", QUEUE):
            page = client.get(path).text
            assert '<span class="state due">' in page
            assert "Awaiting answer from Alby since Monday" in page
        assert "1 question awaits an answer" in client.get("/clusters/north/discussions/").text
        assert "Answer the question from Berga: How often?" in client.get("/").text
        assert "Answer the question" not in client.as_person(asker).get("/").text


def test_the_box_is_there_for_others_than_the_mentor_and_where_there_is_one(client: Client, cluster, mentor) -> None:
    meeting, elsewhere = make_meeting(cluster), make_cluster("South")
    make_participation(elsewhere)
    people = {mentor: meeting, make_lead(cluster): meeting, make_member(elsewhere): make_meeting(elsewhere)}
    for person, place in people.items():
        assert "Ask the mentor" not in client.as_person(person).get(f"/threads/new?on=meeting&id={place.id}").text
        assert start(client, place).status_code == 302
    assert (db.session.query(Thread).count(), db.session.query(Question).count()) == (3, 0)


def test_a_question_that_nobody_asked_would_see_is_refused_with_its_text(client: Client, cluster, asker) -> None:
    meeting, berga = make_meeting(cluster), cluster.organisations[1]
    client.as_person(asker)
    for audience in (f"organisation-{berga.id}", "role-key_person", "all"):
        answer = start(client, meeting, audience=audience)
        assert answer.status_code == 422
        assert "Nobody of Alby would see the question." in answer.text
        assert "We wonder.</textarea>" in answer.text
        assert re.search(r'<input[^>]* checked[^>]* name="ask_mentor"', answer.text)
    make_member(cluster, cluster.organisations[0])
    assert start(client, meeting, audience="role-key_person").status_code == 302
    assert db.session.query(Thread).one().role is Role.KEY_PERSON


@pytest.mark.parametrize("who", ["asker", "mentor"])
def test_asker_or_mentor_marks_the_answer_and_takes_it_back(client: Client, question, asker, mentor, who) -> None:
    alby = db.session.query(Organisation).filter_by(name="Alby").one()
    question.thread.add_post(mentor, alby.id, "Each month.")
    db.session.commit()
    client.as_person({"asker": asker, "mentor": mentor}[who])
    about = f"/threads/{question.thread_id}/posts/2/about"
    assert "This answers the question" in client.get(about).text
    assert mark(client, question, 2).location == f"/threads/{question.thread_id}/#post-2"
    page = client.get(f"/threads/{question.thread_id}/").text
    assert f'<a href="/threads/{question.thread_id}/posts/2"><span class="state done">' in page
    assert "Answered by Sara Nord in post 2" in page
    listed = client.get("/clusters/north/discussions/").text
    assert "Answered\n" in listed or "Answered</span>" in listed
    assert "No question awaits an answer." in client.get(QUEUE).text
    assert "Answer the question" not in client.as_person(mentor).get("/").text
    mark(client, question, 2, "no")
    assert (fresh(question).answered_at, fresh(question).answer_id) == (None, None)
    assert "Awaiting answer from Alby" in client.get(f"/threads/{question.thread_id}/").text


def test_others_cannot_mark_an_answer_and_the_question_is_none(client: Client, cluster, question, mentor) -> None:
    berga, north = cluster.organisations[1], cluster
    question.thread.add_post(mentor, berga.id, "Each month.")
    db.session.commit()
    colleague, lead, stranger = make_member(north, berga), make_lead(north), make_member(make_cluster("South"))
    codes = {}
    for name, person in {"colleague": colleague, "lead": lead, "stranger": stranger}.items():
        codes[name] = mark(client.as_person(person), question, 2).status_code
    assert codes == {"colleague": 403, "lead": 403, "stranger": 404}
    page = client.as_person(colleague).get(f"/threads/{question.thread_id}/posts/2/about").text
    assert "This answers the question" not in page
    assert mark(client.as_person(mentor), question, 1).status_code == 403
    assert mark(client, question, 3).status_code == 404
    assert fresh(question).answered_at is None


def test_a_second_mark_is_told_and_changes_nothing(client: Client, cluster, question, asker, mentor) -> None:
    for text in ("Each month.", "Each week."):
        question.thread.add_post(mentor, cluster.organisations[0].id, text)
    db.session.commit()
    mark(client.as_person(asker), question, 2)
    assert "This answers" not in client.get(f"/threads/{question.thread_id}/posts/3/about").text
    told = client.as_person(mentor).post_form(
        f"/threads/{question.thread_id}/posts/3/answer", {"done": "yes"}, follow_redirects=True
    )
    assert "Post 2 is marked as the answer. Take that back first." in told.text
    mark(client, question, 3, "no")
    assert fresh(question).answer_number == 2


def test_of_two_who_mark_at_once_one_wins(app, cluster, question, asker, mentor) -> None:
    for text in ("Each month.", "Each week."):
        question.thread.add_post(mentor, cluster.organisations[0].id, text)
    db.session.commit()
    clients = [app.test_client().as_person(person) for person in (asker, mentor)]
    tokens, thread_id = [client.token() for client in clients], question.thread_id
    db.session.rollback()
    ready, codes = threading.Barrier(2), []

    def send(client: Client, token: str, number: int) -> None:
        with app.app_context():
            ready.wait()
            form = {"csrf_token": token, "done": "yes"}
            codes.append(client.post(f"/threads/{thread_id}/posts/{number}/answer", data=form).status_code)

    threads = [
        threading.Thread(target=send, args=(*both, n)) for n, both in enumerate(zip(clients, tokens, strict=True), 2)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert codes == [302, 302]
    marked = fresh(question)
    assert (marked.answer_number, marked.answered_by_id) in ((2, asker.id), (3, mentor.id))


def test_the_queue_begins_with_what_waits_longest(client: Client, cluster, asker, mentor) -> None:
    meeting = make_meeting(cluster)
    for title, days in (("Newest", 1), ("Oldest", 9), ("Middle", 4)):
        question = make_question(meeting, asker, title)
        question.asked_at -= dt.timedelta(days=days)
    db.session.commit()
    for path in (QUEUE, "/"):
        page = client.as_person(mentor).get(path).text
        assert [page.index(title) for title in ("Oldest", "Middle", "Newest")] == sorted(
            page.index(title) for title in ("Oldest", "Middle", "Newest")
        )


def test_answers_are_kept_found_by_words_and_taken_out(client: Client, cluster, question, asker, mentor) -> None:
    question.thread.add_post(mentor, cluster.organisations[0].id, "Each **månad**, i Årsta.")
    db.session.commit()
    mark(client.as_person(asker), question, 2)
    address = f"/questions/{question.id}/faq"
    assert client.post_form(address, {"done": "yes"}).status_code == 403
    assert "Put in the FAQ" not in client.get(QUEUE).text
    for person in (mentor, make_lead(cluster)):
        client.as_person(person)
        assert "Put in the FAQ" in client.get(QUEUE).text
        client.post_form(address, {"done": "yes"})
        page = client.as_person(asker).get(f"{QUEUE}?q=årsta berga").text
        assert "<p>Each <strong>månad</strong>, i Årsta.</p>" in page
        assert "Answered by Sara Nord, today" in page
        assert "No kept answer has all of these words." in client.get(f"{QUEUE}?q=årsta week").text
        client.as_person(person).post_form(address, {"done": "no"})
        assert "No answer is kept here yet." in client.get(QUEUE).text
    client.post_form(address, {"done": "yes"})
    mark(client.as_person(asker), question, 2, "no")
    assert fresh(question).in_faq_at is None
    assert client.as_person(mentor).post_form(address, {"done": "yes"}).status_code == 302
    assert fresh(question).in_faq_at is None


def test_a_question_stays_with_whom_it_was_asked_until_a_lead_hands_it_on(
    client: Client, cluster, question, mentor
) -> None:
    cedra = make_organisation("Cedra")
    make_participation(cluster, cedra)
    for participation in db.session.query(Participation).filter_by(cluster_id=cluster.id):
        participation.part = Part.MENTOR if participation.organisation_id == cedra.id else Part.BENCHMARKING
    db.session.commit()
    assert "Answer the question" in client.as_person(mentor).get("/").text
    address = f"/questions/{question.id}/hand-on"
    assert client.get(address).status_code == 403
    assert client.as_person(make_lead(cluster)).get(QUEUE).text.count(address) == 1
    page = client.get(address).text
    assert re.findall(r"<option [^>]*>(\w+)</option>", page) == ["Cedra"]
    assert client.post_form(address, {"organisation": question.asker_id}).status_code == 422
    assert client.post_form(address, {"organisation": cedra.id}).location == QUEUE
    assert "Awaiting answer from Cedra" in client.get(QUEUE).text
    assert [event.detail for event in db.session.query(AuditEvent).filter_by(action="discussions.hand_on")] == [
        {"organisation": cedra.id}
    ]
    assert "Answer the question" not in client.as_person(mentor).get("/").text
    assert "Answer the question" in client.as_person(make_member(cluster, cedra)).get("/").text


def test_a_question_within_a_role_is_hinted_to_nobody_else(client: Client, cluster, asker, mentor) -> None:
    meeting, (alby, berga) = make_meeting(cluster), cluster.organisations
    manager = make_member(cluster, berga, Role.MANAGER)
    question = make_question(meeting, manager, "Secret", role=Role.MANAGER)
    asked = make_member(cluster, alby, Role.MANAGER)
    question.thread.add_post(asked, alby.id, "Hush.")
    db.session.commit()
    for person in (asker, mentor, make_lead(cluster)):
        client.as_person(person)
        for path in ("/", QUEUE, f"{QUEUE}?q=hush", "/clusters/north/discussions/", "/clusters/north/meetings/3/"):
            page = client.get(path).text
            assert "Secret" not in page
            assert "1 question awaits" not in page
        assert mark(client, question, 2).status_code == 404
        assert client.post_form(f"/questions/{question.id}/faq").status_code == 404
        assert client.get(f"/questions/{question.id}/hand-on").status_code == 404
    assert "Answer the question from Berga: Secret" in client.as_person(asked).get("/").text
    mark(client, question, 2)
    client.post_form(f"/questions/{question.id}/faq", {"done": "yes"})
    assert "Hush." in client.get(QUEUE).text
    assert "Hush." not in client.as_person(mentor).get(QUEUE).text


@pytest.mark.parametrize("many", [1, 4])
def test_a_question_costs_its_thread_one_query_and_the_queue_stays_flat(
    client: Client, cluster, asker, mentor, many
) -> None:
    meeting, alby = make_meeting(cluster), cluster.organisations[0]
    for number in range(many * 3):
        question = make_question(meeting, asker, f"Question {number}")
        if number % 3:
            question.answer_with(question.thread.add_post(mentor, alby.id, "So."), mentor)
        if number % 3 == 2:
            question.put_in_faq(mentor)
    answered = make_thread(meeting, asker)
    db.session.commit()
    client.as_person(mentor)
    paths = f"/threads/{question.thread_id}/", f"/threads/{answered.id}/", QUEUE
    costs = []
    for path in paths:
        client.get(path)
        with counted() as statements:
            assert client.get(path).status_code == 200
        costs.append(len(statements))
    assert costs == [5, 4, 5]
