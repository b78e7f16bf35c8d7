"""The timed parts of a slot: written as lines, told what is wrong with them, and shown as a bar."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from benchplatform.database import db
from benchplatform.languages import Bilingual
from benchplatform.meetings import parts
from benchplatform.meetings.models import SlotPart
from benchplatform.meetings.pasted import NotUnderstood
from benchplatform.meetings.templates import plan_meeting
from tests.client import Client
from tests.factories import make_meeting, make_slot

AGENDA = "/clusters/north/meetings/3/agenda"
THREE = "10 Presentation\n10 Questions\n10 Feedback"


@pytest.fixture
def slot(cluster):
    return make_slot(make_meeting(cluster), "Mentor", dt.time(10), 30)


def values(**given: str) -> dict[str, str]:
    form = {"title_en": "Mentor", "title_sv": "Mentor", "kind": "presentation", "starts": "10:00", "minutes": "30"}
    return form | {"moves_rest": "y", "version": "1", "parts": THREE} | given


def read(text: str, whole: int = 30) -> list[tuple[int, str]]:
    return [(part.minutes, str(part.title)) for part in parts.read(text, whole)]


@pytest.mark.parametrize(
    "text",
    [
        THREE,
        "10 Presentation / 10 Questions / 10 Feedback",
        "10 min Presentation\r\n\r\n  10 min: Questions\n10 minuter – Feedback\n",
        "10: Presentation\n10, Questions\n10 min. Feedback",
    ],
)
def test_parts_are_read_as_people_write_them(app: Flask, text: str) -> None:
    with app.test_request_context("/"):
        assert read(text) == [(10, "Presentation"), (10, "Questions"), (10, "Feedback")]
        assert parts.written(parts.read(text, 30)) == THREE


def test_fewer_minutes_than_the_slot_has_and_a_slash_among_words_are_fine(app: Flask) -> None:
    with app.test_request_context("/"):
        assert read("5 Questions/answers / 5 “More” and / or 3 examples") == [
            (5, "Questions/answers"),
            (5, "“More” and / or 3 examples"),
        ]
        assert read(" \n ") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10 One\n10 Two\n11 Three", "The parts take 31 min together, and the whole is 30 min."),
        ("Presentation", "Begin each part with its minutes, as in “10 Presentation”: “Presentation”."),
        ("10", "“10”."),
        ("0 Nothing", "“0 Nothing”."),
        ("-5 Back", "“-5 Back”."),
        ("10 + 10 + 10", "“10 + 10 + 10”."),
        ("10:30 Coffee", "“10:30 Coffee”."),
        ("99999 Long", "“99999 Long”."),
        ("10 " + "x" * 81, f"“10 {'x' * 27}…”: 81 characters, the limit is 80."),
        ("1 One\n" * 13, "13 parts, the limit is 12."),
    ],
)
def test_what_does_not_fit_is_told(app: Flask, text: str, sentence: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}), pytest.raises(NotUnderstood) as found:
        parts.read(text, 30)
    assert found.value.sentences[0].endswith(sentence)


def test_a_part_keeps_its_other_language_or_gets_it(app: Flask) -> None:
    before = [
        SlotPart(minutes=10, title=Bilingual(sv="Frågor", en="Questions")),
        SlotPart(minutes=10, title=Bilingual(sv="Svar")),
    ]
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert [dict(part.title) for part in parts.read("5 Svar / 5 Questions", 30, before)] == [
            {"sv": "Svar"},
            {"sv": "Frågor", "en": "Questions"},
        ]
        assert [dict(part.title) for part in parts.read("10 Talk / 10 Answers", 30, before)] == [
            {"en": "Talk"},
            {"sv": "Svar", "en": "Answers"},
        ]


def test_parts_are_written_with_the_slot_and_shown_where_it_is_shown(client: Client, slot, lead) -> None:
    client.as_person(lead)
    assert client.post_form(f"/agenda-slots/{slot.id}/edit", values()).status_code == 302
    bar = '<li>Questions <span class="minutes">10 min</span></li>'
    for path in (AGENDA, f"/agenda-slots/{slot.id}/"):
        assert bar in client.get(path).text
    page = client.get(f"/agenda-slots/{slot.id}/edit").text
    assert f">\r\n{THREE}</textarea>" in page or f">\n{THREE}</textarea>" in page
    assert client.post_form(f"/agenda-slots/{slot.id}/edit", values(version="2", parts="")).status_code == 302
    assert db.session.query(SlotPart).count() == 0
    assert 'class="parts"' not in client.get(AGENDA).text


def test_a_new_slot_has_parts_at_once(client: Client, slot, lead) -> None:
    client.as_person(lead)
    assert client.post_form(f"{AGENDA}/new?after={slot.id}", values(title_en="New")).status_code == 302
    assert [part.position for part in db.session.query(SlotPart).order_by(SlotPart.position)] == [1, 2, 3]


def test_parts_that_do_not_fit_come_back_and_nothing_is_saved(client: Client, slot, lead) -> None:
    client.as_person(lead)
    answer = client.post_form(f"/agenda-slots/{slot.id}/edit", values(minutes="25", title_en="Other"))
    assert answer.status_code == 422
    assert "The parts take 30 min together, and the whole is 25 min." in answer.text
    assert "10 Questions" in answer.text
    late = client.post_form(f"/agenda-slots/{slot.id}/edit", values(version="7"))
    assert (late.status_code, "10 Questions" in late.text) == (409, True)
    huge = client.post_form(f"/agenda-slots/{slot.id}/edit", values(parts="1 x\n" * 30_000))
    assert (huge.status_code, "the limit is 2,000" in huge.text) == (422, True)
    db.session.expire_all()
    assert (slot.minutes, slot.title["en"], slot.parts) == (30, "Mentor", [])


def test_the_mentor_s_presentation_has_three_parts_from_the_start(app: Flask, cluster) -> None:
    meeting = plan_meeting(cluster, "bm3", dt.date(2027, 3, 1), "Alby", None, None)
    found = {slot.position: [part.minutes for part in slot.parts] for slot in meeting.agenda if slot.parts}
    assert found == {5: [10, 10, 10], 7: [10, 10, 10, 10]}
