"""Answering whether one comes: for oneself, for a colleague, at the same time, too late, and in vain."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
import time_machine

from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import Answer, Attendance
from benchplatform.programmes.models import Membership
from tests.client import Client
from tests.factories import (
    day_in,
    make_attendance,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_programme,
)
from tests.pages import fields_of

PAGE = "/clusters/north/meetings/3/coming"


@pytest.fixture
def lena(cluster):
    """An elected official of Alby."""
    return make_member(cluster, role=Role.ELECTED_OFFICIAL, person=make_person("Lena Rudberg"))


def answers() -> list[tuple[str, str, str, str]]:
    """Whose, what, with which needs, and who said it."""
    db.session.rollback()
    rows = sa.select(Attendance.person_id, Attendance.answer, Attendance.needs, Attendance.answered_by_id)
    names = {person.id: person.name for person in db.session.scalars(sa.select(Person))}
    found = db.session.execute(rows.order_by(Attendance.id))
    return [(names[whose], answer.value, needs, names[by]) for whose, answer, needs, by in found]


def say(client: Client, answer: str, needs: str = "", version: int = 0, path: str = PAGE):
    return client.post_form(path, {"answer": answer, "needs": needs, "version": str(version)})


def test_one_answers_says_what_one_needs_and_changes_it(client: Client, meeting, lena) -> None:
    client.as_person(lena)
    assert fields_of(client.get(PAGE).text, PAGE)["version"] == "0"
    assert say(client, "on_site", "  Vegan   food ").location == PAGE
    page = client.get(PAGE).text
    assert "Your answer is saved: You are coming." in page
    given = fields_of(page, PAGE)
    assert (given["version"], given["needs"]) == ("1", "Vegan food")
    assert say(client, "not_coming", "", 1).location == PAGE
    assert answers() == [("Lena Rudberg", "not_coming", "", "Lena Rudberg")]


@pytest.mark.parametrize(
    "case",
    [
        ("", "Kept words", "Choose one of the three answers."),
        ("maybe", "Kept words", "Not a valid choice."),
        ("on_site", "Kept words " * 300, "3,299 characters, the limit is 300."),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_text_is_kept(client: Client, meeting, lena, case: tuple[str, ...]):
    answer, needs, sentence = case
    response = say(client.as_person(lena), answer, needs)
    assert response.status_code == 422
    assert sentence in response.text
    assert needs.strip() in response.text
    assert answers() == []


def test_the_page_says_beside_the_field_who_reads_what_one_needs(client: Client, cluster, meeting, lena) -> None:
    client.as_person(lena)
    assert "the key persons of the organisation that becomes host see this." in client.get(PAGE).text
    meeting.host = cluster.organisations[1]
    db.session.commit()
    page = client.get(PAGE).text
    assert "Only you, the key persons of the host (Berga) and the programme lead see this." in page
    assert "It is erased two weeks after the meeting." in page


def test_after_the_day_an_answer_is_refused_with_its_text_kept(client: Client, meeting, lena) -> None:
    say(client.as_person(lena), "on_site", "Quiet")
    with time_machine.travel(dt.datetime.combine(meeting.day, dt.time(21, 30), dt.UTC)):
        assert say(client.as_person(lena), "remote", "Quiet", 1).status_code == 302
    with time_machine.travel(dt.datetime.combine(meeting.day, dt.time(23, 30), dt.UTC)):
        response = say(client.as_person(lena), "not_coming", "All of my words", 2)
        page = client.get(PAGE).text
    assert response.status_code == 409
    assert "The day of the meeting is over, so the answer was not changed." in response.text
    assert "All of my words" in response.text
    assert "Who was coming: Meeting" in page
    assert "Save your answer" not in page
    assert answers() == [("Lena Rudberg", "remote", "Quiet", "Lena Rudberg")]


def test_who_has_been_answered_for_meanwhile_sees_both_and_decides(client: Client, meeting, writer, lena) -> None:
    make_attendance(meeting, lena, Answer.REMOTE, answered_by_id=writer.id)
    response = say(client.as_person(lena), "on_site", "Vegan food", version=0)
    assert response.status_code == 409
    assert "Another answer was saved while you were writing." in response.text
    assert "Sara Nord answered for you on" in response.text
    given = fields_of(response.text, PAGE)
    assert (given["needs"], given["version"]) == ("Vegan food", "1")
    assert say(client, "on_site", "Vegan food", 1).status_code == 302
    assert answers() == [("Lena Rudberg", "on_site", "Vegan food", "Lena Rudberg")]


def test_a_key_person_answers_for_a_colleague_and_the_row_says_so(client: Client, meeting, writer, lena) -> None:
    client.as_person(writer)
    path = f"{PAGE}/{lena.id}"
    assert f'action="{path}"' in client.get(PAGE).text
    assert say(client, "on_site", "Words that nobody asked for", path=path).location == f"{PAGE}#people"
    page = client.get(PAGE).text
    assert "Your answer for Lena Rudberg is saved." in page
    assert "says Sara Nord" in page
    assert answers() == [("Lena Rudberg", "on_site", "", "Sara Nord")]
    say(client.as_person(lena), "on_site", "Vegan food", 1)
    assert "says Sara Nord" not in client.get(PAGE).text
    say(client.as_person(writer), "not_coming", path=path, version=2)
    assert answers() == [("Lena Rudberg", "not_coming", "Vegan food", "Sara Nord")]


def test_a_key_person_does_not_answer_over_what_the_colleague_has_just_said(client: Client, meeting, writer, lena):
    path = f"{PAGE}/{lena.id}"
    make_attendance(meeting, lena, Answer.ON_SITE)
    assert say(client.as_person(writer), "not_coming", path=path).status_code == 302
    assert "Lena Rudberg has got another answer a moment ago. Look at it first." in client.get(PAGE).text
    assert say(client, "", path=path, version=1).status_code == 302
    assert "Choose one of the three answers." in client.get(PAGE).text
    meeting.day = day_in(-1)
    db.session.commit()
    say(client, "not_coming", path=path, version=1)
    page = client.get(PAGE).text
    assert "The day of the meeting is over, so the answer was not changed." in page
    assert f'action="{path}"' not in page
    assert answers() == [("Lena Rudberg", "on_site", "", "Lena Rudberg")]


def test_only_a_key_person_of_the_same_organisation_answers_for_another(client: Client, cluster, meeting, lena) -> None:
    meeting.host = cluster.organisations[1]
    db.session.commit()
    lead = make_lead(cluster, cluster.organisations[0])
    refused = {
        "manager": make_member(cluster, role=Role.MANAGER),
        "official": make_member(cluster, role=Role.ELECTED_OFFICIAL),
        "host's key person": make_member(cluster, cluster.organisations[1]),
        "lead": lead,
        "oneself": lena,
    }
    for who, person in refused.items():
        client.as_person(person)
        assert f'action="{PAGE}/' not in client.get(PAGE).text, who
        assert say(client, "not_coming", path=f"{PAGE}/{lena.id}").status_code == 403, who
    client.as_person(make_member(cluster))
    assert say(client, "not_coming", path=f"{PAGE}/{lead.id}").status_code == 403
    client.as_person(make_member(make_cluster(organisations=[make_organisation()])))
    assert say(client, "not_coming", path=f"{PAGE}/{lena.id}").status_code == 404
    assert say(client, "on_site").status_code == 404
    assert client.get(PAGE).status_code == 404
    assert answers() == []


def test_one_cannot_answer_for_who_has_left_or_was_never_there(client: Client, cluster, meeting, writer, lena) -> None:
    stranger = make_member(make_cluster(organisations=[cluster.organisations[0]]))
    db.session.scalars(sa.select(Membership).where(Membership.person_id == lena.id)).one().end()
    db.session.commit()
    client.as_person(writer)
    for id in (lena.id, stranger.id, 2**31 - 1):
        assert say(client, "on_site", path=f"{PAGE}/{id}").status_code == 404
    assert client.as_person(lena).get(PAGE).status_code == 404


def test_a_lead_answers_too(client: Client, meeting, lead) -> None:
    assert say(client.as_person(lead), "remote").status_code == 302
    assert answers() == [(lead.name, "remote", "", lead.name)]


def test_in_a_joint_meeting_one_answers_in_one_s_own_cluster_s_frame(client: Client, app) -> None:
    programme, owner = make_programme(), make_organisation("Alby")
    north, south = (make_cluster(name, programme, [owner]) for name in ("North", "South"))
    meeting = make_meeting(north, cluster_id=None)
    here, yonder = make_member(north), make_member(south)
    client.as_person(here)
    assert say(client, "on_site").location == PAGE
    assert say(client, "on_site", path=f"{PAGE}/{yonder.id}").status_code == 404
    assert client.get("/clusters/south/meetings/3/coming").status_code == 404
    assert db.session.scalars(sa.select(Attendance.meeting_id)).all() == [meeting.id]


def test_of_two_who_answer_at_once_one_is_told(app, client: Client, meeting, writer, lena) -> None:
    path = f"{PAGE}/{lena.id}"
    senders = [(app.test_client().as_person(lena), PAGE), (app.test_client().as_person(writer), path)]
    given = [(one, to, {"answer": "on_site", "version": "0", "csrf_token": one.token()}) for one, to in senders]
    ready, codes = threading.Barrier(2), []

    def send(one: Client, to: str, form: dict[str, str]) -> None:
        ready.wait()
        codes.append((to, one.post(to, data=form).status_code))

    threads = [threading.Thread(target=send, args=each) for each in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = answers()
    assert len(found) == 1
    assert dict(codes) == {path: 302, PAGE: 302 if found[0][3] == "Lena Rudberg" else 409}
