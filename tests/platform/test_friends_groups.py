"""A round of critical friends: begun with proposed groups, changed by hand, proposed anew, and handed over."""

from __future__ import annotations

import datetime as dt
import re
from itertools import chain

import pytest
import sqlalchemy as sa

from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.friends.models import FriendSeat, Round
from benchplatform.friends.seating import propose_groups
from benchplatform.meetings.models import AgendaSlot, Answer, SlotKind
from tests.client import Client
from tests.factories import (
    make_attendance,
    make_card,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_person,
    make_round,
    make_slot,
)
from tests.queries import counted

DAY = "/clusters/north/meetings/3/agenda"


@pytest.fixture
def meeting(cluster):
    return make_meeting(cluster, host_id=cluster.organisations[1].id)


@pytest.fixture
def slot(meeting):
    slot = make_slot(meeting, "The mentor presents", dt.time(10), 30, SlotKind.PRESENTATION)
    slot.responsible_id = meeting.cluster.organisations[0].id
    db.session.commit()
    return slot


@pytest.fixture
def host(cluster):
    """A key person of the organisation that is host, Berga."""
    return make_member(cluster, cluster.organisations[1], person=make_person("Hanna Host"))


@pytest.fixture
def people(cluster, host):
    """Of Alby, of Berga and of Ceby, three each: a key person, a manager and an elected official."""
    organisations = [*cluster.organisations, make_organisation("Ceby")]
    make_participation(cluster, organisations[2])
    roles = (Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL)
    names = {(one.name, role): make_person(f"{one.name} {role}") for one in organisations for role in roles}
    names["Berga", Role.KEY_PERSON] = host
    for one in organisations:
        for role in roles:
            if names[one.name, role] is not host:
                make_member(cluster, one, role, person=names[one.name, role])
    return list(names.values())


@pytest.fixture
def round(slot, people, host):
    """With groups, about Alby."""
    round = make_round(slot, slot.responsible, host)
    propose_groups(round)
    db.session.commit()
    return round


def begin(client: Client, slot: AgendaSlot, organisation_id: int, size: str = "3"):
    path = f"/agenda-slots/{slot.id}/critical-friends"
    return client.post_form(path, {"presenting": str(organisation_id), "size": size})


def alone(people: list[Person], one: Person) -> dict[str, str]:
    """For the form of the groups: nobody else is in a group."""
    return {f"person_{person.id}": "1" if person is one else "" for person in people}


def members(round: Round) -> list[list[str]]:
    db.session.expire_all()
    return [[seat.person.name for seat in group.people] for group in round.groups()]


def test_the_host_begins_a_round_and_groups_are_proposed(client: Client, slot, people, host) -> None:
    page = client.as_person(host).get(f"/agenda-slots/{slot.id}/").text
    assert "Begin a round" in page
    form = client.get(f"/agenda-slots/{slot.id}/critical-friends").text
    assert f'<option selected value="{slot.responsible_id}">Alby</option>' in form
    answer = begin(client, slot, slot.responsible_id)
    round = db.session.scalars(sa.select(Round)).one()
    assert answer.location == f"/critical-friends/{round.id}/"
    groups = round.groups()
    assert [len(group.seats) for group in groups] == [3, 3, 3]
    for group in groups:
        assert {seat.organisation.name for seat in group.seats} == {"Alby", "Berga", "Ceby"}
        assert len({seat.role for seat in group.seats}) == 3
    page = client.get(answer.location).text
    assert "Colleagues from Alby are spread, so that no group is theirs alone." in page
    assert "Feedback to Alby" in client.get(f"/agenda-slots/{slot.id}/").text
    assert [row.action for row in db.session.query(AuditEvent)] == ["friends.begin"]


def test_everybody_sees_their_own_group_first(client: Client, round, people) -> None:
    for person in people:
        page = client.as_person(person).get(f"/critical-friends/{round.id}/").text
        own = next(group for group in round.groups() if group.has(person))
        mine = page[page.index("You are in group") : page.index('id="feedback"')]
        assert mine.startswith(f"You are in group {own.number}")
        assert all(seat.person.name in mine for seat in own.people if seat.person_id != person.id)
        assert f"You are in group {own.number}" in client.get(f"/agenda-slots/{round.slot_id}/").text


def test_those_who_come_are_asked_and_a_lead_only_then(client: Client, slot, people, host, meeting) -> None:
    lead = make_lead(meeting.cluster)
    client.as_person(host)
    make_attendance(meeting, people[0])
    make_attendance(meeting, people[8], Answer.NOT_COMING)
    begin(client, slot, slot.responsible_id, "4")
    round = db.session.scalars(sa.select(Round)).one()
    assert sorted(chain.from_iterable(members(round))) == sorted(person.name for person in people[:8])
    for person in (people[4], people[7], lead):
        make_attendance(meeting, person, Answer.REMOTE)
    client.post_form(f"/critical-friends/{round.id}/proposal", {"version": "1"})
    assert sorted(chain.from_iterable(members(round))) == sorted(
        one.name for one in (people[0], people[4], people[7], lead)
    )


def test_with_colleagues_alone_there_are_no_groups(client: Client, slot, host, cluster) -> None:
    for role in (Role.KEY_PERSON, Role.MANAGER):
        make_member(cluster, cluster.organisations[1], role)
    begin(client.as_person(host), slot, cluster.organisations[1].id)
    round = db.session.scalars(sa.select(Round)).one()
    assert round.groups() == []
    assert "nobody but colleagues of those who present" in client.get(f"/critical-friends/{round.id}/").text


def test_it_is_said_when_colleagues_are_left_out_and_when_a_group_is_theirs_alone(
    client: Client, slot, host, cluster
) -> None:
    colleagues = [make_member(cluster) for _ in range(4)]
    make_member(cluster, cluster.organisations[1])
    begin(client.as_person(host), slot, slot.responsible_id)
    round = db.session.scalars(sa.select(Round)).one()
    assert [len(group) for group in members(round)] == [4]
    assert (
        "at most as many as the others. The rest of them listen." in client.get(f"/critical-friends/{round.id}/").text
    )
    form = {f"person_{person.id}": "new" for person in colleagues} | {"version": "1"}
    client.post_form(f"/critical-friends/{round.id}/groups", form)
    assert [len(group) for group in members(round)] == [2, 4]
    assert "In group 2 there are only colleagues from Alby." in client.get(f"/critical-friends/{round.id}/").text


def test_two_who_begin_at_once_get_the_same_round(client: Client, slot, people, host) -> None:
    begin(client.as_person(host), slot, slot.responsible_id)
    before = members(db.session.scalars(sa.select(Round)).one())
    answer = begin(client.as_person(make_lead(slot.meeting.cluster)), slot, slot.responsible_id, "5")
    round = db.session.scalars(sa.select(Round)).one()
    assert answer.location == f"/critical-friends/{round.id}/"
    assert "There is a round about them already" in client.get(answer.location).text
    assert (members(round), round.size) == (before, 3)


@pytest.mark.parametrize(
    "form", [{"presenting": ""}, {"presenting": "x", "size": "3"}, {"presenting": "99999", "size": "3"}]
)
def test_who_presents_is_one_of_the_cluster(client: Client, slot, host, form) -> None:
    answer = client.as_person(host).post_form(f"/agenda-slots/{slot.id}/critical-friends", form)
    assert answer.status_code == 422
    assert db.session.query(Round).count() == 0


def test_people_move_between_groups_and_groups_come_and_go(client: Client, round, people, host) -> None:
    path = f"/critical-friends/{round.id}/groups"
    page = client.as_person(host).get(path).text
    form = dict(
        re.findall(
            r'<select[^>]* name="(person_\d+)"[^>]*>(?:(?!</select>).)*<option selected value="(\d)"', page, re.S
        )
    )
    assert len(form) == 9
    assert set(form.values()) == {"1", "2"}
    first, second, third, *rest = form
    form |= dict.fromkeys(rest, "2") | {first: "new", second: "new", third: ""}
    answer = client.post_form(path, form | {"room_1": "Attic", "room_2": " The  kitchen ", "version": "1"})
    assert answer.location == f"/critical-friends/{round.id}/#groups"
    assert [len(group) for group in members(round)] == [6, 2]
    assert [group.room for group in round.groups()] == ["The kitchen", ""]
    assert "Group 1, The kitchen" in client.get(f"/critical-friends/{round.id}/").text
    page = client.get(path).text
    assert page.count("In no group") == 9
    assert db.session.get_one(Round, round.id).version == 2


def test_of_two_who_change_the_groups_the_second_sees_what_the_first_did(client: Client, round, people, host) -> None:
    path = f"/critical-friends/{round.id}/groups"
    client.as_person(host).post_form(path, alone(people, people[0]) | {"version": "1"})
    assert members(round) == [[people[0].name]]
    for version in ("1", "", "x"):
        answer = client.post_form(path, {f"person_{people[1].id}": "1", "room_1": "Attic", "version": version})
        assert answer.status_code == 409
        assert "Somebody else changed the groups meanwhile." in answer.text
        assert 'value="Attic"' in answer.text
    client.post_form(f"/critical-friends/{round.id}/proposal", {"version": "1"})
    assert "Somebody else changed the groups a moment ago." in client.get(f"/critical-friends/{round.id}/").text
    assert members(round) == [[people[0].name]]


def test_a_room_with_a_long_name_and_a_group_that_is_none_are_refused(client: Client, round, people, host) -> None:
    path, before = f"/critical-friends/{round.id}/groups", members(round)
    client.as_person(host)
    for form in ({"room_1": "x" * 81}, {f"person_{people[0].id}": "7"}, {f"person_{people[0].id}": "x" * 100_000}):
        assert client.post_form(path, form | {"version": "1"}).status_code == 422
    assert members(round) == before


def test_groups_with_feedback_are_proposed_anew_when_one_says_so_twice(client: Client, round, people, host) -> None:
    client.as_person(host).post_form(
        f"/critical-friends/{round.id}/groups", alone(people, people[0]) | {"version": "1"}
    )
    make_card(round, people[5])
    path = f"/critical-friends/{round.id}/proposal"
    answer = client.post_form(path, {"version": "2"})
    assert (answer.status_code, "There is feedback from these groups already" in answer.text) == (422, True)
    assert members(round) == [[people[0].name]]
    assert client.post_form(path, {"version": "2", "sure": "yes"}).status_code == 302
    assert [len(group) for group in members(round)] == [5, 4]


def test_others_neither_begin_nor_change_nor_hand_over(client: Client, slot, round, people, meeting) -> None:
    paths = [f"/critical-friends/{round.id}/{what}" for what in ("groups", "proposal", "handing-over")]
    stranger = make_member(make_cluster("South", organisations=[make_organisation()]))
    for person, status in ((people[0], 403), (people[4], 403), (stranger, 404)):
        client.as_person(person)
        for path in (*paths, f"/agenda-slots/{slot.id}/critical-friends"):
            assert client.post_form(path).status_code == status, path
        assert "Begin a round" not in client.get(f"/agenda-slots/{slot.id}/").text
    client.as_person(make_lead(meeting.cluster))
    assert client.get(paths[0]).status_code == 200
    coffee = make_slot(meeting, "Coffee", dt.time(9), 30, SlotKind.BREAK)
    assert client.get(f"/agenda-slots/{coffee.id}/critical-friends").status_code == 403


def test_the_round_is_handed_over_once(client: Client, round, host) -> None:
    page = client.as_person(host).get(f"/critical-friends/{round.id}/").text
    assert ("The friends talk" in page, "Hand over to those who presented" in page) == (True, True)
    for _ in range(2):
        assert client.post_form(f"/critical-friends/{round.id}/handing-over").status_code == 302
    assert "Handed over to those who presented" in client.get(f"/critical-friends/{round.id}/").text
    assert [row.action for row in db.session.query(AuditEvent)] == ["friends.hand_over"]


def test_when_the_meeting_is_closed_the_groups_are_only_read(client: Client, round, people, host, meeting) -> None:
    before = members(round)
    meeting.closed_at = utc_now()
    db.session.commit()
    page = client.as_person(host).get(f"/critical-friends/{round.id}/").text
    assert "The meeting is closed, so this is only there to be read." in page
    assert "<form" not in page[page.index("<main") : page.index("</main>")]
    answer = client.post_form(f"/critical-friends/{round.id}/groups", {"room_1": "Attic", "version": "1"})
    assert (answer.status_code, 'value="Attic"' in answer.text) == (409, True)
    assert "The meeting is closed" in answer.text
    for path in ("proposal", "handing-over"):
        client.post_form(f"/critical-friends/{round.id}/{path}", {"version": "1", "sure": "yes"})
    answer = begin(client, round.slot, meeting.host_id)
    assert (answer.status_code, "The meeting is closed" in answer.text) == (409, True)
    assert (members(round), db.session.get_one(Round, round.id).handed_over_at) == (before, None)
    assert db.session.query(Round).count() == 1


def test_somebody_who_is_erased_stays_as_a_former_participant(client: Client, round, people, host) -> None:
    db.session.execute(sa.update(FriendSeat).where(FriendSeat.person_id == people[0].id).values(person_id=None))
    db.session.commit()
    page = client.as_person(host).get(f"/critical-friends/{round.id}/").text
    assert (people[0].name in page, "Former participant" in page) == (False, True)
    assert client.get(f"/critical-friends/{round.id}/groups").status_code == 200


def test_a_part_of_the_day_with_feedback_stays_in_it(client: Client, slot, round, people, host) -> None:
    make_card(round, people[5])
    form = {"version": str(slot.meeting.version)}
    client.as_person(host).post_form(f"/agenda-slots/{slot.id}/removal", form)
    assert "“The mentor presents” has feedback from friends, so it stays in the day." in client.get(DAY).text
    db.session.execute(sa.text("DELETE FROM bench_feedback_card"))
    db.session.commit()
    client.post_form(f"/agenda-slots/{slot.id}/removal", form)
    assert db.session.query(Round).count() == 0


def test_the_pages_ask_as_often_with_many_as_with_few(client: Client, round, people, host) -> None:
    make_card(round, people[5])
    paths = [
        f"/critical-friends/{round.id}/",
        f"/critical-friends/{round.id}/groups",
        f"/agenda-slots/{round.slot_id}/",
    ]
    few = [asked(client.as_person(host), path) for path in paths]
    cluster = round.slot.meeting.cluster
    for number in range(9):
        make_card(round, make_member(cluster, cluster.organisations[number % 3]))
    propose_groups(round)
    db.session.commit()
    assert [asked(client, path) for path in paths] == few
    assert max(few) <= 12, few


def asked(client: Client, path: str) -> int:
    client.get(path)
    with counted() as statements:
        assert client.get(path).status_code == 200
    return len(statements)
