"""Who sees a thread, changed afterwards: narrowed at once, widened when those who have written in it agree."""

from __future__ import annotations

import re
import threading

import pytest

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Thread, ThreadEvent, Widening
from tests.client import Client
from tests.factories import make_lead, make_meeting, make_member, make_person, make_thread


@pytest.fixture
def starter(cluster):
    return make_member(cluster, person=make_person("Sara Nord"))


@pytest.fixture
def colleague(cluster):
    return make_member(cluster, role=Role.MANAGER, person=make_person("Kim Berg"))


@pytest.fixture
def thread(cluster, starter):
    return make_thread(make_meeting(cluster), starter, "Ours", organisation_id=cluster.organisations[0].id)


def write(thread: Thread, *authors) -> None:
    for author in authors:
        thread.add_post(author, author.memberships[0].organisation_id, "Mine")
    db.session.commit()


def seen(thread_id: int) -> tuple[Role | None, int | None]:
    db.session.rollback()
    thread = db.session.get(Thread, thread_id)
    return thread.role, thread.organisation_id


def kinds() -> list[str]:
    return [event.kind for event in db.session.query(ThreadEvent).order_by(ThreadEvent.id)]


def ask(client: Client, thread_id: int, others: int | str, audience: str = "all"):
    form = {"audience": audience, "confirmed": str(others)}
    return client.post_form(f"/threads/{thread_id}/audience", form)


def open_request(client: Client, thread: Thread, starter) -> int:
    assert ask(client.as_person(starter), thread.id, 1).status_code == 302
    return db.session.query(Widening).filter_by(ended_at=None).one().id


def test_a_thread_is_narrowed_at_once_with_a_trace(client: Client, cluster, starter, colleague) -> None:
    thread = make_thread(make_meeting(cluster), starter, "For all")
    write(thread, colleague)
    page = client.as_person(starter).get(f"/threads/{thread.id}/audience").text
    assert re.findall(r'type="radio" value="([^"]+)"', page) == [
        "role-key_person",
        f"organisation-{cluster.organisations[0].id}",
    ]
    assert client.post_form(f"/threads/{thread.id}/audience", {"audience": "role-key_person"}).status_code == 302
    assert seen(thread.id) == (Role.KEY_PERSON, None)
    page = client.get(f"/threads/{thread.id}/").text
    assert "Only key persons in North" in page
    assert "Fewer see this from now on. Before: Everybody in North." in page
    assert client.as_person(colleague).get(f"/threads/{thread.id}/").status_code == 404
    assert kinds() == ["narrowed"]
    assert db.session.query(AuditEvent).filter_by(action="threads.narrowed", person_id=starter.id).count() == 1


def test_whoever_wrote_the_only_posts_widens_alone_after_being_told(client: Client, thread, starter) -> None:
    first = client.as_person(starter).post_form(f"/threads/{thread.id}/audience", {"audience": "all"})
    assert first.status_code == 200
    assert "From then on this is seen by: Everybody in North." in first.text
    assert "Nobody else has to be asked." in first.text
    assert seen(thread.id)[1] is not None
    assert ask(client, thread.id, 0).status_code == 302
    assert seen(thread.id) == (None, None)
    assert kinds() == ["widened"]
    assert (
        "More see this from now on. Before: Only people of Alby in North." in client.get(f"/threads/{thread.id}/").text
    )


def test_who_begins_to_write_meanwhile_is_asked_too(client: Client, thread, starter, colleague) -> None:
    client.as_person(starter).post_form(f"/threads/{thread.id}/audience", {"audience": "all"})
    write(thread, colleague)
    again = ask(client, thread.id, 0)
    assert again.status_code == 409
    assert "1 other person has written here and is asked first." in again.text
    assert seen(thread.id)[1] is not None


def test_the_others_are_asked_in_their_steps_and_the_last_yes_widens(
    client: Client, thread, starter, colleague
) -> None:
    third = make_member(thread.cluster)
    write(thread, colleague, third, colleague)
    assert ask(client.as_person(starter), thread.id, 2).status_code == 302
    asked = db.session.query(Widening).one()
    assert seen(thread.id)[1] is not None
    assert "Say whether more people may see" not in client.get("/").text
    for number, person in enumerate((colleague, third)):
        assert "Say whether more people may see “Ours”" in client.as_person(person).get("/").text
        about = client.get(f"/threads/{thread.id}/about").text
        assert "Sara Nord asks that it be seen by: Everybody in North." in about
        assert client.post_form(f"/widenings/{asked.id}/agreement").status_code == 302
        assert (seen(thread.id) == (None, None)) == (number == 1)
        client.post_form(f"/widenings/{asked.id}/agreement")
        assert "Say whether more people may see" not in client.get("/").text
    assert kinds() == ["widening_asked", "widened"]
    client.post_form(f"/widenings/{asked.id}/refusal")
    assert "It has been decided already." in client.get(f"/threads/{thread.id}/").text
    assert seen(thread.id) == (None, None)


def test_the_first_no_ends_it_and_says_not_who(client: Client, thread, starter, colleague) -> None:
    write(thread, colleague)
    id = open_request(client, thread, starter)
    client.as_person(colleague).post_form(f"/widenings/{id}/refusal")
    assert seen(thread.id)[1] is not None
    about = client.as_person(starter).get(f"/threads/{thread.id}/about").text
    assert "was not agreed to, so nothing changed." in about
    assert "Kim Berg" not in about
    assert kinds() == ["widening_asked", "widening_declined"]
    assert open_request(client, thread, starter) != id


def test_who_wrote_after_the_question_is_asked_and_who_left_is_not(client: Client, thread, starter, colleague) -> None:
    write(thread, colleague)
    id = open_request(client, thread, starter)
    late, gone = make_member(thread.cluster), make_member(thread.cluster)
    write(thread, late, gone)
    gone.memberships[0].until = utc_now()
    db.session.commit()
    client.as_person(colleague).post_form(f"/widenings/{id}/agreement")
    assert seen(thread.id)[1] is not None
    client.as_person(late).post_form(f"/widenings/{id}/agreement")
    assert seen(thread.id) == (None, None)


def test_when_the_last_who_is_waited_for_left_the_starter_widens(client: Client, thread, starter, colleague) -> None:
    write(thread, colleague)
    open_request(client, thread, starter)
    colleague.disabled_at = utc_now()
    db.session.commit()
    assert ask(client, thread.id, 0).status_code == 302
    assert seen(thread.id) == (None, None)
    assert db.session.query(Widening).count() == 1


def test_to_ask_twice_is_to_ask_once_and_to_narrow_ends_it(client: Client, cluster, starter) -> None:
    thread = make_thread(make_meeting(cluster), starter, "Key persons", role=Role.KEY_PERSON)
    write(thread, make_member(cluster))
    for _ in range(2):
        open_request(client, thread, starter)
    assert kinds() == ["widening_asked"]
    alby = f"organisation-{cluster.organisations[0].id}"
    assert "is asked first" in client.post_form(f"/threads/{thread.id}/audience", {"audience": alby}).text
    assert ask(client, thread.id, 1, alby).status_code == 302
    assert kinds() == ["widening_asked", "widening_withdrawn", "widening_asked"]


def test_never_wider_than_what_it_hangs_on(client: Client, cluster, starter) -> None:
    narrow = make_meeting(cluster, 2, role=Role.KEY_PERSON)
    thread = make_thread(narrow, starter, "T", role=Role.KEY_PERSON)
    assert "There is no other audience" in client.as_person(starter).get(f"/threads/{thread.id}/audience").text
    for key in ("", "all", "role-manager", "organisation-1", "x"):
        assert client.post_form(f"/threads/{thread.id}/audience", {"audience": key}).status_code == 422
    assert seen(thread.id) == (Role.KEY_PERSON, None)


def test_what_became_narrower_meanwhile_holds_the_thread_back(client: Client, thread, starter, colleague) -> None:
    write(thread, colleague)
    id = open_request(client, thread, starter)
    meeting = db.session.get(type(make_meeting(thread.cluster, 9)), thread.subject_id)
    meeting.organisation_id = thread.organisation_id
    db.session.commit()
    client.as_person(colleague).post_form(f"/widenings/{id}/agreement")
    assert seen(thread.id)[1] is not None
    assert kinds() == ["widening_asked", "widening_withdrawn"]


def test_only_the_starter_asks_and_only_those_who_wrote_answer(client: Client, thread, starter, colleague) -> None:
    reader, outsider = make_member(thread.cluster), make_member(thread.cluster, thread.cluster.organisations[1])
    write(thread, colleague)
    id = open_request(client, thread, starter)
    answers = {"starter": starter, "reader": reader, "outsider": outsider, "lead": make_lead(thread.cluster)}
    found = {}
    for name, person in answers.items():
        client.as_person(person)
        found[name] = [client.post_form(f"/widenings/{id}/{word}").status_code for word in ("agreement", "refusal")]
        if person is not starter:
            found[name].append(ask(client, thread.id, 0).status_code)
    assert found == {
        "starter": [403, 403],
        "reader": [403, 403, 403],
        "outsider": [404, 404, 404],
        "lead": [404, 404, 404],
    }
    assert kinds() == ["widening_asked"]


def test_a_yes_and_a_no_at_the_same_time_end_it_one_way(app, client: Client, thread, starter, colleague) -> None:
    other = make_member(thread.cluster)
    write(thread, colleague, other)
    assert ask(client.as_person(starter), thread.id, 2).status_code == 302
    id, thread_id = db.session.query(Widening.id).scalar(), thread.id
    clients = [app.test_client().as_person(person) for person in (colleague, other)]
    tokens = [client.token() for client in clients]
    db.session.rollback()
    ready = threading.Barrier(2)

    def answer(number: int, word: str) -> None:
        with app.app_context():
            ready.wait()
            clients[number].post(f"/widenings/{id}/{word}", data={"csrf_token": tokens[number]})

    both = [threading.Thread(target=answer, args=given) for given in ((0, "agreement"), (1, "refusal"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert seen(thread_id)[1] is not None
    assert kinds() == ["widening_asked", "widening_declined"]
