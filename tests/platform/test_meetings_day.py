"""The day: pasted as text, checked for gaps and overlaps, and arranged piece by piece."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings import day, pasted
from benchplatform.meetings.models import AgendaSlot, SlotKind
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_slot
from tests.queries import counted

SWEDISH = """\
09.30–10.00 Fika
10.00–10.10\tSyftet med dagen
10.10-11.00 Nyckeltal från organisationerna och goda exempel
11.00–11.30 Diskussion
kl. 11.30 – 12.00 Mentorns system (10 + 10 + 10)
12.00–13.00 Lunch
13.00–13.40   De andras system och framsteg sedan sist
13.40–14.00 Rollgrupper
14.00–14.30 Varje organisation: vad tar vi med oss hem?

14.30–14.45 Kaffe
14.45 till 15.40: Planen för resultatkonferensen
15.40–16.00 Avslutning med en kort utvärdering
"""
ENGLISH = "9:30-10:00 Coffee\n10:00 to 10:45 Key figures\n10.45—11.15\tRole groups\n"
ADDRESS = "/clusters/north/meetings/3/agenda"


@pytest.fixture
def meeting(cluster):
    """Coffee, talk, lunch: 09.30–10.00, 10.00–11.00, 11.00–12.00."""
    found = make_meeting(cluster, host_id=cluster.organisations[1].id)
    make_slot(found, "Coffee", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(found, "Talk", dt.time(10, 0), 60)
    make_slot(found, "Lunch", dt.time(11, 0), 60, SlotKind.BREAK)
    day.settle(found)
    db.session.commit()
    return found


def the_day(meeting) -> list[str]:
    db.session.expire_all()
    return [f"{slot.starts:%H.%M}–{slot.ends:%H.%M} {slot.title['en']}" for slot in meeting.agenda]


def slot_named(meeting, title: str) -> AgendaSlot:
    return next(slot for slot in meeting.agenda if slot.title["en"] == title)


def values(meeting, **given: str) -> dict[str, str]:
    form = {"title_en": "Walk", "kind": "plenary", "starts": "10:00", "minutes": "30", "moves_rest": "y"}
    return form | {"version": str(meeting.version)} | given


def test_the_day_of_a_third_meeting_is_twelve_slots_without_a_gap(app) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "sv"}):
        slots = pasted.read(SWEDISH)
        whole = day.check(slots)
        assert whole is not None
        assert whole.words == "390 min, 09.30–16.00, inga luckor"
    assert [slot.kind.value for slot in slots] == [
        *("break", "plenary", "presentation", "discussion", "presentation", "break"),
        *("presentation", "role_groups", "organisation", "break", "plenary", "wrap_up"),
    ]
    assert slots[4].title == "Mentorns system (10 + 10 + 10)"


def test_english_lines_and_other_dashes_are_read_too(app) -> None:
    with app.test_request_context("/"):
        slots = pasted.read(ENGLISH)
    assert [(slot.starts.strftime("%H:%M"), slot.minutes, slot.title) for slot in slots] == [
        ("09:30", 30, "Coffee"),
        ("10:00", 45, "Key figures"),
        ("10:45", 30, "Role groups"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Agenda\n09.30–10.00 Coffee", "Line 1 does not begin with two times"),
        ("09.30–10.00 Coffee\n25.00–26.00 Talk", "Line 2 has a time that no clock shows"),
        ("22.00–01.00 Dinner", "ends before it begins, or after midnight"),
        ("09.30–09.30 Nothing", "ends before it begins"),
        ("09.30–10.00", "does not say what happens then"),
        ("09.30–10.00 " + "x" * 200, "200 characters, the limit is 160"),
        ("nonsense\n" * 9, "And 4 lines more."),
        ("09.30–10.00 Coffee\n" * 2000, "2,000 lines, the limit is 60."),
        (" \n\t\n", "Paste the day first"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_comes_back(client: Client, meeting, lead, text, sentence) -> None:
    client.as_person(lead)
    answer = client.post_form(f"{ADDRESS}/pasted", {"day": text, "version": "1", "locale": "en"})
    assert answer.status_code == 422
    assert text.strip().splitlines()[0][:20] in answer.text if text.strip() else True
    assert len(the_day(meeting)) == 3
    with client.application.test_request_context("/", headers={"Accept-Language": "en"}):
        with pytest.raises(pasted.NotUnderstood) as found:
            pasted.read(text)
        assert sentence in str(found.value)


def test_a_pasted_day_is_shown_as_understood_and_then_replaces_the_old_one(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    form = {"day": ENGLISH, "version": str(meeting.version)}
    seen = client.post_form(f"{ADDRESS}/pasted", form | {"preview": "1"}).text
    assert "105 min, 09:30–11:15, no gaps" in seen
    assert len(the_day(meeting)) == 3
    assert client.post_form(f"{ADDRESS}/pasted", form).status_code == 302
    db.session.expire_all()
    assert [slot.title["en"] for slot in meeting.agenda] == ["Coffee", "Key figures", "Role groups"]
    assert (meeting.starts, meeting.ends) == (dt.time(9, 30), dt.time(11, 15))
    late = client.post_form(f"{ADDRESS}/pasted", {"day": SWEDISH, "version": form["version"]})
    assert late.status_code == 409
    assert "De andras system" in late.text
    assert "Key figures" in late.text
    assert len(meeting.agenda) == 3


def test_gaps_and_overlaps_are_said_with_their_minutes(client: Client, meeting, lead) -> None:
    slot_named(meeting, "Talk").minutes = 50
    slot_named(meeting, "Lunch").starts = dt.time(11, 5)
    make_slot(meeting, "Walk", dt.time(11, 45), 30)
    db.session.commit()
    page = client.as_person(lead).get(ADDRESS).text
    assert "A gap of 15 min from 10:50." in page
    assert "11:45 begins 20 min before the one above it ends." in page
    assert "170 min, 09:30–12:15" in page
    assert "no gaps" not in page


def test_what_is_lengthened_or_inserted_moves_the_rest_or_does_not(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    talk = f"/agenda-slots/{slot_named(meeting, 'Talk').id}"
    kept = values(meeting, title_en="Talk", minutes="75")
    assert client.post_form(f"{talk}/edit", kept).status_code == 302
    assert the_day(meeting) == ["09.30–10.00 Coffee", "10.00–11.15 Talk", "11.15–12.15 Lunch"]
    client.post_form(f"{talk}/edit", values(meeting, title_en="Talk", minutes="60") | {"moves_rest": ""})
    assert the_day(meeting)[2] == "11.15–12.15 Lunch"
    after = slot_named(meeting, "Coffee").id
    assert client.post_form(f"{ADDRESS}/new?after={after}", values(meeting, minutes="20")).status_code == 302
    assert the_day(meeting)[:3] == ["09.30–10.00 Coffee", "10.00–10.20 Walk", "10.20–11.20 Talk"]
    assert meeting.ends == dt.time(12, 35)
    client.post_form(f"{ADDRESS}/new", values(meeting, title_en="Arrival", starts="09:30", minutes="15"))
    assert the_day(meeting)[:2] == ["09.30–09.45 Arrival", "09.45–10.15 Coffee"]
    assert [slot.position for slot in meeting.agenda] == [1, 2, 3, 4, 5]


def test_slots_change_places_and_the_day_stays_as_long(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    coffee = f"/agenda-slots/{slot_named(meeting, 'Coffee').id}"
    client.post_form(f"{coffee}/move", {"to": "down", "version": str(meeting.version)})
    assert the_day(meeting) == ["09.30–10.30 Talk", "10.30–11.00 Coffee", "11.00–12.00 Lunch"]
    client.post_form(f"{coffee}/move", {"to": "up", "version": str(meeting.version)})
    assert the_day(meeting)[0] == "09.30–10.00 Coffee"
    unchanged = meeting.version
    client.post_form(f"{coffee}/move", {"to": "up", "version": str(meeting.version)})
    db.session.expire_all()
    assert (the_day(meeting)[0], meeting.version) == ("09.30–10.00 Coffee", unchanged)
    client.post_form(f"{coffee}/removal", {"version": str(meeting.version)})
    assert the_day(meeting) == ["09.30–10.30 Talk", "10.30–11.30 Lunch"]


@pytest.mark.parametrize(
    ("to", "order"),
    [
        ("3", "Talk Lunch Coffee"),
        ("9999", "Talk Lunch Coffee"),
        ("2", "Talk Coffee Lunch"),
        ("1", "Coffee Talk Lunch"),
        ("0", "Coffee Talk Lunch"),
        ("-1", "Coffee Talk Lunch"),
        ("9" * 30, "Coffee Talk Lunch"),
        ("", "Coffee Talk Lunch"),
    ],
)
def test_a_slot_is_dragged_to_a_place_and_what_it_passes_begins_earlier(
    client: Client, meeting, lead, to: str, order: str
) -> None:
    coffee, version = slot_named(meeting, "Coffee"), str(meeting.version)
    answer = client.as_person(lead).post_form(f"/agenda-slots/{coffee.id}/move", {"to": to, "version": version})
    assert answer.status_code == 302
    day_now = the_day(meeting)
    assert " ".join(row.split()[1] for row in day_now) == order
    assert (day_now[0][:5], day_now[-1][6:11]) == ("09.30", "12.00")


def test_of_two_who_arrange_the_day_at_once_the_second_is_told(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    old = str(meeting.version)
    talk = f"/agenda-slots/{slot_named(meeting, 'Talk').id}"
    client.post_form(f"{talk}/move", {"to": "up", "version": old})
    before = the_day(meeting)
    answer = client.post_form(f"{talk}/edit", values(meeting, title_en="My own words", version=old))
    assert answer.status_code == 409
    assert "My own words" in answer.text
    for path in ("move", "removal"):
        client.post_form(f"{talk}/{path}", {"to": "down", "version": old})
    assert the_day(meeting) == before
    assert "Somebody else changed the day a moment ago." in client.get(ADDRESS).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": "0"},
        {"minutes": "1440"},
        {"minutes": "lots"},
        {"minutes": ""},
        {"starts": "23:50"},
        {"starts": "late"},
        {"title_en": ""},
        {"title_en": "x" * 161},
        {"kind": "party"},
        {"minutes": "800"},
    ],
)
def test_a_slot_that_cannot_be_is_refused_with_its_words(client: Client, meeting, lead, wrong) -> None:
    talk = f"/agenda-slots/{slot_named(meeting, 'Talk').id}"
    answer = client.as_person(lead).post_form(
        f"{talk}/edit", values(meeting, title_sv="Mina ord") | {"title_sv": ""} | wrong
    )
    assert answer.status_code == 422
    assert the_day(meeting) == ["09.30–10.00 Coffee", "10.00–11.00 Talk", "11.00–12.00 Lunch"]


def test_the_lead_and_the_hosts_key_person_arrange_and_others_read(client: Client, cluster, meeting, lead) -> None:
    host, guest = cluster.organisations[1], cluster.organisations[0]
    may = make_member(cluster, host)
    others = [make_member(cluster, guest), make_member(cluster, host, Role.MANAGER)]
    slot = f"/agenda-slots/{slot_named(meeting, 'Talk').id}"
    for person in (lead, may):
        assert "Arrange the day" in client.as_person(person).get("/clusters/north/meetings/3/").text
        assert "Paste the whole day" in client.get(ADDRESS).text
        assert [client.get(path).status_code for path in (f"{slot}/edit", f"{ADDRESS}/new", f"{ADDRESS}/pasted")] == [
            200
        ] * 3
    for person in others:
        page = client.as_person(person).get(ADDRESS)
        assert (page.status_code, "Paste the" in page.text) == (200, False)
        assert [client.get(path).status_code for path in (f"{slot}/edit", f"{ADDRESS}/new", f"{ADDRESS}/pasted")] == [
            403
        ] * 3
        assert client.post_form(f"{slot}/removal", {"version": "1"}).status_code == 403
    outsider = make_member(make_cluster())
    assert client.as_person(outsider).get(ADDRESS).status_code == 404
    assert client.get(f"{slot}/edit").status_code == 404
    assert len(meeting.agenda) == 3


@pytest.mark.parametrize("slots", [1, 12])
def test_the_day_costs_the_same_however_full_it_is(client: Client, cluster, lead, slots: int) -> None:
    meeting = make_meeting(cluster)
    for number in range(slots):
        make_slot(meeting, f"Part {number}", dt.time(9 + number // 2, 30 * (number % 2)), 30)
    client.as_person(lead).get(ADDRESS)
    with counted() as statements:
        assert client.get(ADDRESS).status_code == 200
    assert len(statements) == 6
