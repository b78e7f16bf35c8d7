"""Preparations: who is asked, ticking and taking the tick away, and what stands under "your next steps"."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform import dates
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.hooks import steps
from benchplatform.meetings.models import Completion, Responsible
from benchplatform.organisations.models import Organisation
from benchplatform.plugin import Step
from benchplatform.programmes.models import Part
from tests.client import Client
from tests.factories import (
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_preparation,
    save,
)


@pytest.fixture
def alby(cluster):
    return make_member(cluster, cluster.organisations[0])


@pytest.fixture
def berga(cluster):
    return make_member(cluster, cluster.organisations[1])


@pytest.fixture
def meeting(cluster):
    return make_meeting(cluster, host_id=cluster.organisations[1].id)


def completions() -> list[tuple[str, int | None]]:
    db.session.rollback()
    rows = db.session.query(Completion).order_by(Completion.id)
    return [(names()[row.organisation_id], row.person_id) for row in rows]


def names() -> dict[int, str]:
    return {organisation.id: organisation.name for organisation in db.session.query(Organisation)}


def tick(client: Client, preparation, done: str = "yes"):
    return client.post_form(f"/preparations/{preparation.id}/completion", {"done": done})


def test_an_organisation_ticks_for_itself_and_may_take_it_back(client: Client, meeting, alby, berga) -> None:
    preparation = make_preparation(meeting, "Read the papers", -20)
    answer = tick(client.as_person(alby), preparation)
    assert answer.location == f"/clusters/north/meetings/3/#preparation-{preparation.id}"
    assert completions() == [("Alby", alby.id)]
    page = client.get("/clusters/north/meetings/3/").text
    assert "done 2 days late</span>" in page
    assert "Not done after all" in page
    others = client.as_person(berga).get("/clusters/north/meetings/3/").text
    assert "2 days late</span>" in others
    assert "We have done it" in others
    tick(client, preparation, "no")
    tick(client, preparation, "no")
    assert completions() == [("Alby", alby.id)]
    tick(client.as_person(alby), preparation, "no")
    assert completions() == []


def test_ticking_twice_keeps_the_first_who_did_it(client: Client, cluster, meeting, alby) -> None:
    preparation, colleague = make_preparation(meeting), make_member(cluster, cluster.organisations[0], Role.MANAGER)
    tick(client.as_person(alby), preparation)
    tick(client.as_person(colleague), preparation)
    assert completions() == [("Alby", alby.id)]


def test_only_the_organisation_that_is_asked_may_tick(client: Client, cluster, meeting, alby, berga) -> None:
    of_host = make_preparation(meeting, "Send the invitation", responsible=Responsible.HOST)
    of_mentor = make_preparation(meeting, "Hold a call", responsible=Responsible.MENTOR)
    assert [tick(client.as_person(alby), one).status_code for one in (of_host, of_mentor)] == [403, 302]
    assert [tick(client.as_person(berga), one).status_code for one in (of_host, of_mentor)] == [302, 403]
    assert [tick(client.as_person(make_lead(cluster)), one).status_code for one in (of_host, of_mentor)] == [403, 403]
    outsider = make_member(make_cluster(organisations=[make_organisation()]))
    assert [tick(client.as_person(outsider), one).status_code for one in (of_host, of_mentor)] == [404, 404]
    assert completions() == [("Alby", alby.id), ("Berga", berga.id)]
    page = client.as_person(alby).get("/clusters/north/meetings/3/").text
    assert page.count("Not done after all") == 1
    assert "We have done it" not in page
    assert "Host organisation&#39;s key person" in page


def test_a_preparation_that_a_feature_ticks_has_no_button_and_its_own_answer(client: Client, meeting, alby) -> None:
    presentation = make_preparation(meeting, "Publish", -7, kind="presentation")
    unclaimed = make_preparation(meeting, "Score", -7, kind="nobody-has-this")
    client.as_person(alby)
    assert client.get("/clusters/north/meetings/3/").text.count("We have done it") == 1
    assert [tick(client, one).status_code for one in (presentation, unclaimed)] == [403, 302]


def test_what_comes_after_the_meeting_stands_apart(client: Client, meeting, alby) -> None:
    make_preparation(meeting, "Read the papers", -10)
    make_preparation(meeting, "Answer the evaluation", 7)
    page = client.as_person(alby).get("/clusters/north/meetings/3/").text
    places = [
        page.index(text)
        for text in ("Read the papers", "<summary>After the meeting</summary>", "Answer the evaluation")
    ]
    assert places == sorted(places)


def preparing(person, cluster) -> list[Step]:
    return [step for step in steps(person, cluster) if "#preparation-" in step.url]


def asked(person, cluster) -> list[str]:
    return [step.title for step in preparing(person, cluster)]


@pytest.mark.parametrize(
    "case",
    [
        (0, Role.KEY_PERSON, ["mentor", "key_person", "all_roles", "all_participants"]),
        (1, Role.KEY_PERSON, ["host", "key_person", "all_roles", "all_participants"]),
        (1, Role.MANAGER, ["manager", "all_roles", "all_participants"]),
        (1, Role.ELECTED_OFFICIAL, ["elected_official", "all_roles", "all_participants"]),
    ],
)
def test_each_role_is_asked_its_own(app, cluster, meeting, case: tuple[int, Role, list[str]]) -> None:
    index, role, expected = case
    for responsible in Responsible:
        make_preparation(meeting, responsible.value, -14, responsible=responsible)
    with app.test_request_context():
        assert sorted(asked(make_member(cluster, cluster.organisations[index], role), cluster)) == sorted(expected)


def test_steps_leave_out_the_done_the_ticked_by_a_feature_and_the_later(app, client, cluster, meeting, alby) -> None:
    done = make_preparation(meeting, "Done", -14)
    left = make_preparation(meeting, "Left", -14)
    make_preparation(meeting, "After", 7)
    make_preparation(meeting, "Publish", -7, kind="presentation")
    make_preparation(make_meeting(cluster, 4, meeting.day + dt.timedelta(days=90)), "Next time", -14)
    make_preparation(make_meeting(cluster, 2, meeting.day - dt.timedelta(days=90)), "Last time", -14)
    tick(client.as_person(alby), done)
    with app.test_request_context():
        (step,) = preparing(alby, cluster)
        assert (step.title, step.done) == ("Left", False)
        assert step.url == f"/clusters/north/meetings/3/#preparation-{left.id}"
        assert step.due == dates.end_of_day(meeting.day - dt.timedelta(days=14), "Europe/Stockholm")


def test_a_lead_and_an_outsider_are_asked_nothing(app, cluster, meeting) -> None:
    make_preparation(meeting, responsible=Responsible.ALL_PARTICIPANTS)
    with app.test_request_context():
        assert asked(make_lead(cluster), cluster) == []
        assert asked(make_member(make_cluster(organisations=[make_organisation()])), cluster) == []


def test_a_mentor_by_part_not_by_order(app, cluster, meeting, alby, berga) -> None:
    make_preparation(meeting, "Hold a call", responsible=Responsible.MENTOR)
    first, second = cluster.participations
    first.part, second.part = Part.SUPPORTING, Part.MENTOR
    save(cluster)
    with app.test_request_context():
        assert (asked(alby, cluster), asked(berga, cluster)) == ([], ["Hold a call"])
