"""Writing in a template: sections with rows, the day as text, and two who write at once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchplatform.database import db
from benchplatform.meetings.models import Meeting, ProgrammeTemplate
from benchplatform.meetings.templating import builtin
from benchplatform.meetings.templating.content import section_of
from tests.client import Client
from tests.factories import make_meeting, make_template


@pytest.fixture
def template(cluster) -> ProgrammeTemplate:
    return make_template(cluster.programme)


@pytest.fixture
def path(template) -> str:
    return f"/templates/{template.id}/meetings/bm1"


_NOT_OF_THE_FORM = ("csrf_token", "once", "next", "q")


def section(template: ProgrammeTemplate, name: str, key: str = "bm1") -> dict[str, Any]:
    db.session.rollback()
    found = section_of(template.newest.content, key, name)
    assert found
    return found


def sent_back(page: str) -> dict[str, str]:
    """The fields of the page's form, as a browser would send them unchanged."""
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s?\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    texts = {name: value.replace("&#39;", "'").replace("&amp;", "&") for name, value in fields.items()}
    return {name: value for name, value in texts.items() if name not in _NOT_OF_THE_FORM}


@pytest.mark.parametrize("name", ["about", "preparations", "agenda"])
def test_a_form_that_is_sent_back_as_it_came_saves_nothing(client: Client, template, lead, path, name: str) -> None:
    form = sent_back(client.as_person(lead).get(f"{path}/{name}").text)
    answer = client.post_form(f"{path}/{name}", form)
    assert answer.location == f"{path}/#{name}"
    assert "It says this already" in client.get(answer.location).text
    db.session.rollback()
    assert template.newest.number == 1
    assert section(template, name) == section_of(builtin.content(), "bm1", name)


def test_title_and_objectives_are_written_in_both_languages(client: Client, template, lead, path) -> None:
    form = sent_back(client.as_person(lead).get(f"{path}/about").text)
    form |= {"title_sv": "Träff 1: Styrning", "title_en": "", "rows-0-en": "We know why"}
    form |= {"rows-1-sv": "", "rows-1-en": ""}
    answer = client.post_form(f"{path}/about", form)
    assert "Saved as version 2." in client.get(answer.location).text
    about = section(template, "about")
    assert about["title"] == {"sv": "Träff 1: Styrning"}
    assert about["objectives"][0]["en"] == "We know why"
    assert len(about["objectives"]) == 4
    assert (template.newest.number, template.newest.made_by_id) == (2, lead.id)


def test_buttons_add_move_and_take_out_rows_and_save_nothing(client: Client, template, lead, path) -> None:
    client.as_person(lead)
    form = sent_back(client.get(f"{path}/about").text) | {"title_en": "My own title"}
    first, second = form["rows-0-en"], form["rows-1-en"]

    def press(value: str) -> dict[str, str]:
        answer = client.post_form(f"{path}/about", form | {"act": value})
        assert (answer.status_code, "Nothing is saved yet." in answer.text) == (200, True)
        assert 'value="My own title"' in answer.text
        return sent_back(answer.text)

    moved = press("down-0")
    assert (moved["rows-0-en"], moved["rows-1-en"]) == (second, first)
    assert press("up-1") == moved
    assert press("out-0")["rows-0-en"] == second
    assert (press("add")["rows-5-en"], "rows-5-en" in form) == ("", False)
    for forged in ("up-0", "down-4", "out-99", "out-x", "out-²", "away-1", "", "down-" + "9" * 5000):
        assert press(forged) == form
    assert template.newest.number == 1
    client.post_form(f"{path}/about", moved)
    assert [one["en"] for one in section(template, "about")["objectives"]][:2] == [second, first]


def test_a_preparation_says_who_does_what_when_and_what_ticks_it(client: Client, template, lead, path) -> None:
    page = client.as_person(lead).get(f"{path}/preparations").text
    assert '<option value="presentation">Publishing the presentation</option>' in page
    form = sent_back(client.post_form(f"{path}/preparations", sent_back(page) | {"act": "add"}).text)
    last = {"sv": "", "en": "Bring a photo", "responsible": "host", "days": "10", "when": "after"}
    last["kind"] = "presentation"
    form |= {f"rows-13-{name}": value for name, value in last.items()}
    assert client.post_form(f"{path}/preparations", form).status_code == 302
    said = {"due_offset_days": 10, "responsible": "host", "text": {"en": "Bring a photo"}, "kind": "presentation"}
    assert section(template, "preparations")["after"][-1] == said
    page = client.get(f"{path}/").text
    assert "Bring a photo" in page
    assert "10 days after" in page
    assert "ticked by: Publishing the presentation" in page


@pytest.mark.parametrize(
    "wrong",
    [
        ("preparations", {"rows-0-en": "", "rows-0-sv": " "}, "Write what is to be done"),
        ("preparations", {"rows-0-days": "soon"}, "Write a whole number"),
        ("preparations", {"rows-0-days": "731"}, "from 0 to 730"),
        ("preparations", {"rows-0-responsible": "auditor"}, "Not a valid choice"),
        ("preparations", {"rows-0-kind": "magic"}, "Not a valid choice"),
        ("preparations", {"rows-0-en": "x" * 601}, "601 characters, the limit is 600"),
        ("about", {"title_sv": "", "title_en": ""}, "Write a title"),
        ("about", {"rows-0-sv": "x" * 301}, "301 characters, the limit is 300"),
        ("agenda", {"rows-0-starts": "25:00"}, "Not a valid time value"),
        ("agenda", {"rows-0-minutes": "9" * 19}, "Say how long it takes"),
        ("agenda", {"rows-0-starts": "23:50"}, "past midnight"),
        ("agenda", {"rows-0-sv": "", "rows-0-en": ""}, "Write what happens"),
        ("agenda", {"rows-0-kind": "dance"}, "Not a valid choice"),
        ("agenda", {"rows-3-parts": "Presentation"}, "Begin each part with its minutes"),
        ("agenda", {"rows-3-parts": "40 Presentation"}, "The parts take 40 min together"),
    ],
)
def test_bad_input_is_told_with_its_row_and_kept(client: Client, template, lead, path, wrong: Any) -> None:
    name, changed, words = wrong
    form = sent_back(client.as_person(lead).get(f"{path}/{name}").text) | changed
    answer = client.post_form(f"{path}/{name}", form)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'class="notice late summary"' in answer.text
    field, value = next(iter(changed.items()))
    assert re.search(rf'<a href="#{field.rpartition("-")[0] or "title"}[-_]\w+">', answer.text)
    is_chosen = field.endswith(("responsible", "kind"))
    assert is_chosen or value in answer.text
    assert template.newest.number == 1
    pressed = client.post_form(f"{path}/{name}", form | {"act": "add"})
    assert (pressed.status_code, is_chosen or value in pressed.text) == (200, True)


def test_a_day_has_a_part_and_stands_in_the_order_of_the_clock(client: Client, template, lead, path) -> None:
    page = client.as_person(lead).get(f"{path}/agenda").text
    empty = client.post_form(f"{path}/agenda", {"started": "1"})
    assert (empty.status_code, "A day has at least one part." in empty.text) == (422, True)
    pressed = sent_back(client.post_form(f"{path}/agenda", sent_back(page) | {"act": "add"}).text)
    assert (pressed["rows-13-starts"], pressed["rows-13-minutes"]) == ("16:00", "30")
    form = pressed | {"rows-13-starts": "09:00", "rows-13-en": "Doors open"}
    assert client.post_form(f"{path}/agenda", form).status_code == 302
    first = section(template, "agenda")["agenda"][0]
    assert first == {"start": "09:00", "minutes": 30, "title": {"en": "Doors open"}, "kind": "plenary"}


def test_the_day_is_pasted_as_text_and_keeps_what_it_knew(client: Client, template, lead, path) -> None:
    page = client.as_person(lead).get(f"{path}/agenda/pasted").text
    form = sent_back(page)
    assert form["day"].startswith("09.30–10.00 Coffee and registration\n10.00–10.20 Welcome")
    client.post_form(f"{path}/agenda/pasted", form)
    assert section(template, "agenda") == section_of(builtin.content(), "bm1", "agenda")
    pasted = form | {"day": "9:30-10:00 Coffee and registration\n10.00–11.00 How we lead"}
    preview = client.post_form(f"{path}/agenda/pasted", pasted | {"preview": "1"})
    assert "90 min, 09:30–11:00, no gaps" in preview.text
    assert template.newest.number == 1
    assert client.post_form(f"{path}/agenda/pasted", pasted).status_code == 302
    coffee, leading = section(template, "agenda")["agenda"]
    assert coffee["title"] == {"en": "Coffee and registration", "sv": "Fika och registrering"}
    assert leading == {"start": "10:00", "minutes": 60, "title": {"en": "How we lead"}, "kind": "plenary"}
    wrong = client.post_form(f"{path}/agenda/pasted", form | {"day": "Lunch"})
    assert (wrong.status_code, "Line 1 does not begin with two times" in wrong.text) == (422, True)


@pytest.mark.parametrize("name", ["about", "preparations", "agenda"])
def test_two_who_write_the_same_at_once_see_both_texts(client: Client, template, lead, path, name: str) -> None:
    client.as_person(lead)
    form = sent_back(client.get(f"{path}/{name}").text)
    field = "title_en" if name == "about" else "rows-0-en"
    client.post_form(f"{path}/{name}", form | {field: "Theirs"})
    clash = client.post_form(f"{path}/{name}", form | {field: "Mine"})
    assert clash.status_code == 409
    assert "Somebody else saved another text meanwhile." in clash.text
    assert "Theirs" in clash.text
    assert "Mine" in clash.text
    assert template.newest.number == 2
    assert client.post_form(f"{path}/{name}", sent_back(clash.text)).status_code == 302
    assert "Mine" in str(section(template, name))


def test_two_who_paste_at_once_see_both_days(client: Client, template, lead, path) -> None:
    client.as_person(lead).post_form(f"{path}/agenda/pasted", {"version": "1", "day": "09.00–10.00 Theirs"})
    clash = client.post_form(f"{path}/agenda/pasted", {"version": "1", "day": "09.00–10.00 Mine"})
    assert clash.status_code == 409
    assert "Theirs" in clash.text
    assert "09.00–10.00 Mine" in clash.text
    assert 'name="version" type="hidden" value="2"' in clash.text


def test_who_writes_elsewhere_in_the_template_is_not_in_the_way(client: Client, template, lead, path) -> None:
    client.as_person(lead)
    form = sent_back(client.get(f"{path}/about").text)
    other = sent_back(client.get(f"{path}/agenda").text)
    client.post_form(f"{path}/agenda", other | {"rows-0-en": "Tea"})
    assert client.post_form(f"{path}/about", form | {"title_en": "Leading"}).status_code == 302
    assert section(template, "about")["title"]["en"] == "Leading"
    assert section(template, "agenda")["agenda"][0]["title"]["en"] == "Tea"


@pytest.mark.parametrize("started", ["", "x", "0", "-1", "99", "9" * 30])
def test_a_forged_version_is_a_clash_and_no_error(client: Client, template, lead, path, started: str) -> None:
    form = sent_back(client.as_person(lead).get(f"{path}/about").text)
    answer = client.post_form(f"{path}/about", form | {"title_en": "Mine", "started": started})
    assert (answer.status_code, template.newest.number) == (409, 1)


def test_what_is_planned_stays_when_the_template_changes(client: Client, cluster, template, lead, path) -> None:
    client.as_person(lead)
    meeting = make_meeting(cluster, 1, template_version_id=template.newest.id)
    form = sent_back(client.get(f"{path}/about").text)
    client.post_form(f"{path}/about", form | {"title_en": "Another title"})
    db.session.rollback()
    meeting = db.session.get_one(Meeting, meeting.id)
    assert (meeting.title["en"], meeting.template_version_id) == ("Meeting 1", template.newest.id - 1)
    for page in ("/clusters/north/meetings/", "/clusters/north/meetings/1/edit"):
        assert "Made from Our way, version 1" in client.get(page).text
    link = re.search(r'href="(/templates/\d+/versions/1/)"', client.get("/clusters/north/meetings/").text)
    assert link
    assert "Another title" not in client.get(link[1]).text
