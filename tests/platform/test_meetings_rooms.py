"""Rooms of a slot: who notes what is said there, who reads it, and how a role's room opens its notes."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import Draft
from benchplatform.meetings.models import AgendaSlot, Notes, Room, SlotKind
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_organisation, make_slot

DAY = "/clusters/north/meetings/3/agenda"


@pytest.fixture
def meeting(cluster):
    return make_meeting(cluster, host_id=cluster.organisations[1].id)


@pytest.fixture
def slot(meeting):
    return make_slot(meeting, "Role groups", dt.time(13, 40), 20, SlotKind.ROLE_GROUPS)


@pytest.fixture
def lead(cluster):
    return make_lead(cluster)


@pytest.fixture
def official(cluster):
    return make_member(cluster, role=Role.ELECTED_OFFICIAL)


@pytest.fixture
def manager(cluster):
    return make_member(cluster, role=Role.MANAGER)


@pytest.fixture
def rooms(client: Client, slot, lead):
    """By role: the lead has made one for each."""
    client.as_person(lead).post_form(f"/agenda-slots/{slot.id}/rooms")
    db.session.expire_all()
    return {room.for_role: room for room in Room.of_slot(slot)}


def note(client: Client, room: Room, text: str, version: str = "0", **more: str):
    return client.post_form(f"/rooms/{room.id}/notes", {"text": text, "version": version} | more)


def test_whoever_is_there_takes_the_notes_of_the_whole_group(client: Client, slot, official, manager) -> None:
    page = client.as_person(official).get(f"/agenda-slots/{slot.id}/").text
    assert "Nobody takes notes here yet." in page
    answer = client.post_form(f"/agenda-slots/{slot.id}/note-taking")
    (room,) = Room.of_slot(slot)
    assert answer.location == f"/rooms/{room.id}/notes"
    assert note(client, room, "We **agreed**.").location == f"/agenda-slots/{slot.id}/#notes"
    page = client.as_person(manager).get(f"/agenda-slots/{slot.id}/").text
    assert "<strong>agreed</strong>" in page
    assert f"Note-taker: {official.name}" in page
    assert "I take notes" not in page
    assert client.get(f"/rooms/{room.id}/notes").status_code == 403
    client.post_form(f"/agenda-slots/{slot.id}/note-taking")
    assert "Somebody else takes the notes here." in client.get(f"/agenda-slots/{slot.id}/").text
    db.session.expire_all()
    assert room.note_taker_id == official.id


def test_each_role_has_a_room_with_its_questions_and_what_is_noted_stays_there(
    client: Client, slot, rooms, official, manager
) -> None:
    assert [str(room.title["sv"]) for room in rooms.values()] == ["Nyckelpersoner", "Chefer", "Förtroendevalda"]
    assert all(len(room.lines) >= 3 for room in rooms.values())
    room = rooms[Role.ELECTED_OFFICIAL]
    client.as_person(official).post_form(f"/rooms/{room.id}/note-taking")
    assert note(client, room, "Between us.").status_code == 302
    assert "Between us." in client.get(f"/agenda-slots/{slot.id}/").text
    for person in (manager, make_lead(slot.meeting.cluster)):
        page = client.as_person(person).get(f"/agenda-slots/{slot.id}/").text
        assert ("Elected officials" in page, "Between us." in page) == (True, False)
        assert client.get(f"/rooms/{room.id}/notes").status_code == 403
        assert client.post_form(f"/rooms/{room.id}/note-taking").status_code == 403
        assert client.post_form(f"/notes/{db.session.query(Notes.id).scalar()}/opening").status_code == 404


def test_the_note_taker_opens_the_notes_and_it_is_logged(client: Client, slot, rooms, official, manager) -> None:
    room = rooms[Role.ELECTED_OFFICIAL]
    client.as_person(official).post_form(f"/rooms/{room.id}/note-taking")
    note(client, room, "Say no to papers without figures.")
    page = client.get(f"/agenda-slots/{slot.id}/").text
    assert "Open the notes to the whole cluster" in page
    notes = db.session.query(Notes).one()
    client.post_form(f"/notes/{notes.id}/opening")
    assert "Say no to papers" in client.as_person(manager).get(f"/agenda-slots/{slot.id}/").text
    assert [row.action for row in db.session.query(AuditEvent)] == ["meetings.rooms", "meetings.open_notes"]
    assert client.as_person(official).post_form(f"/notes/{notes.id}/opening").status_code == 403
    answer = note(client, room, "For us alone.", "1")
    assert answer.status_code == 409
    assert "Who sees this: everybody who sees the meeting" in answer.text
    assert "For us alone." in answer.text


def test_of_two_who_note_at_once_the_second_sees_both(client: Client, slot, lead) -> None:
    client.as_person(lead).post_form(f"/agenda-slots/{slot.id}/note-taking")
    (room,) = Room.of_slot(slot)
    note(client, room, "The first text")
    for version in ("0", "", "x"):
        answer = note(client, room, "Another text", version)
        assert answer.status_code == 409
        assert "The first text" in answer.text
        assert "Another text" in answer.text
    assert note(client, room, "Another text", "1").status_code == 302
    assert note(client, room, "Third", "1").status_code == 409
    assert db.session.query(Notes.text).scalar() == "Another text"


def test_what_is_being_noted_is_kept_and_shown_again(client: Client, slot, lead) -> None:
    client.as_person(lead).post_form(f"/agenda-slots/{slot.id}/note-taking")
    (room,) = Room.of_slot(slot)
    kept = client.post_form(f"/rooms/{room.id}/notes/draft", {"text": "Half a sen", "version": "0"})
    assert kept.json["version"] == 1
    assert "Half a sen" in client.get(f"/rooms/{room.id}/notes").text
    answer = note(client, room, "x **y**", preview="1")
    assert "<strong>y</strong>" in answer.text
    assert "Nothing is saved yet." in answer.text
    assert note(client, room, "x" * 2_000_000).status_code == 422
    note(client, room, "Half a sentence more.")
    assert db.session.query(Draft).count() == 0


def test_a_slot_with_notes_stays_in_the_day(client: Client, meeting, slot, lead) -> None:
    make_slot(meeting, "Lunch", dt.time(14, 0), 60)
    client.as_person(lead).post_form(f"/agenda-slots/{slot.id}/note-taking")
    note(client, Room.of_slot(slot)[0], "Keep this")
    client.post_form(f"/agenda-slots/{slot.id}/removal", {"version": str(meeting.version)})
    assert "“Role groups” has notes, so it stays in the day." in client.get(DAY).text
    version = str(meeting.version)
    answer = client.post_form(f"{DAY}/pasted", {"day": "09.00-10.00 Walk", "version": version})
    assert answer.status_code == 422
    assert "“Role groups” has notes, so it stays in the day. Keep it among the lines" in answer.text
    assert "09.00-10.00 Walk" in answer.text
    pasted = {"day": "09.00-10.00 Walk\n10.00-10.30 Role groups", "version": version}
    assert client.post_form(f"{DAY}/pasted", pasted).status_code == 302
    db.session.expire_all()
    assert sorted(str(one.title) for one in db.session.query(AgendaSlot)) == ["Role groups", "Walk"]
    assert db.session.query(Notes.text).scalar() == "Keep this"


def test_the_lead_adds_names_and_removes_rooms(client: Client, slot, lead, official) -> None:
    path = f"/agenda-slots/{slot.id}/rooms/new"
    assert "Give the room a name" in client.as_person(lead).post_form(path, {"prompts_sv": "Varför?"}).text
    form = {"title_sv": "Trapphuset", "prompts_sv": "Varför?\n\nHur?", "note_taker": str(official.id)}
    assert client.post_form(path, form).status_code == 302
    (room,) = Room.of_slot(slot)
    assert (room.number, room.lines, room.note_taker) == (1, ["Varför?", "Hur?"], official)
    page = client.get(f"/rooms/{room.id}/edit").text
    assert 'value="Trapphuset"' in page
    stale = form | {"title_sv": "Källaren", "version": "7"}
    answer = client.post_form(f"/rooms/{room.id}/edit", stale)
    assert (answer.status_code, "Källaren" in answer.text, "Trapphuset" in answer.text) == (409, True, True)
    assert client.post_form(f"/rooms/{room.id}/edit", stale | {"version": "1"}).status_code == 302
    client.as_person(official)
    note(client, room, "Something")
    client.as_person(lead).post_form(f"/rooms/{room.id}/removal")
    assert "There are notes in the room, so it stays." in client.get(f"/agenda-slots/{slot.id}/").text
    client.as_person(official)
    note(client, room, "", "1")
    client.as_person(lead).post_form(f"/rooms/{room.id}/removal")
    assert Room.of_slot(slot) == []


def test_others_neither_see_rooms_nor_make_them(client: Client, slot, rooms, official) -> None:
    room = next(iter(rooms.values()))
    client.as_person(official)
    for path in (f"/agenda-slots/{slot.id}/rooms/new", f"/rooms/{room.id}/edit"):
        assert client.get(path).status_code == 403
    client.as_person(make_member(make_cluster("South", organisations=[make_organisation()])))
    for path in (f"/rooms/{room.id}/edit", f"/rooms/{room.id}/notes"):
        assert client.get(path).status_code == 404


def test_a_slot_says_who_presents_and_which_organisation_is_responsible(
    client: Client, cluster, slot, lead, official
) -> None:
    form = {"title_en": "Role groups", "kind": "role_groups", "starts": "13:40", "minutes": "20", "version": "1"}
    who = {"presenter": "Kim Berg, guest", "responsible": str(cluster.organisations[1].id)}
    assert client.as_person(lead).post_form(f"/agenda-slots/{slot.id}/edit", form | who).status_code == 302
    assert "Kim Berg, guest, Berga" in client.as_person(official).get(DAY).text
    page = client.get(f"/agenda-slots/{slot.id}/").text
    assert "Presents: Kim Berg, guest" in page
    assert "Responsible: Berga" in page


def test_a_slot_and_a_room_in_which_somebody_is_writing_stay(client: Client, meeting, slot, rooms, official) -> None:
    room, lead = rooms[Role.ELECTED_OFFICIAL], make_lead(meeting.cluster)
    client.as_person(official).post_form(f"/rooms/{room.id}/note-taking")
    client.post_form(f"/rooms/{room.id}/notes/draft", {"text": "Half a sen", "version": "0"})
    client.as_person(lead).post_form(f"/rooms/{room.id}/removal")
    client.post_form(f"/agenda-slots/{slot.id}/removal", {"version": str(meeting.version)})
    assert "“Role groups” has notes, so it stays in the day." in client.get(DAY).text
    assert "Half a sen" in client.as_person(official).get(f"/rooms/{room.id}/notes").text


def test_when_the_note_taker_leaves_somebody_else_takes_the_notes(client: Client, slot, official, manager) -> None:
    client.as_person(official).post_form(f"/agenda-slots/{slot.id}/note-taking")
    (room,) = Room.of_slot(slot)
    official.memberships[0].end()
    db.session.commit()
    assert client.as_person(manager).post_form(f"/agenda-slots/{slot.id}/note-taking").location == (
        f"/rooms/{room.id}/notes"
    )
    db.session.expire_all()
    assert room.note_taker_id == manager.id


def test_the_lead_chooses_who_notes_for_the_whole_group(client: Client, slot, lead, official, manager) -> None:
    client.as_person(official).post_form(f"/agenda-slots/{slot.id}/note-taking")
    (room,) = Room.of_slot(slot)
    given = {"note_taker": str(manager.id), "version": str(room.version)}
    assert client.as_person(lead).post_form(f"/rooms/{room.id}/edit", given).status_code == 302
    assert f"Note-taker: {manager.name}" in client.get(f"/agenda-slots/{slot.id}/").text
