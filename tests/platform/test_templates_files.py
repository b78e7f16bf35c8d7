"""Templates as files, and what happens when one names something that is not there."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest
import sqlalchemy as sa

from benchplatform.database import db
from benchplatform.meetings.models import Meeting, Preparation, ProgrammeTemplate
from benchplatform.meetings.templating import builtin
from benchplatform.meetings.templating.shapes import WrongShape
from benchplatform.meetings.templating.taking_in import LARGEST_FILE, read_file
from tests.client import Client
from tests.factories import day_in, make_template

PATH = "/admin/programmes/round/templates/file"


def as_bytes(content: Any) -> bytes:
    return json.dumps(content).encode()


def whole() -> dict[str, Any]:
    """A file as it should be."""
    return {"name": {"en": "Brought along"}, "meetings": copy.deepcopy(list(builtin.content()))}


def send(client: Client, raw: bytes, **names: str) -> Any:
    return client.post_form(PATH, {"file": (io.BytesIO(raw), "template.json"), **names})


def own() -> list[ProgrammeTemplate]:
    db.session.rollback()
    kept = sa.select(ProgrammeTemplate).where(ProgrammeTemplate.programme_id.is_not(None))
    return list(db.session.scalars(kept.order_by(ProgrammeTemplate.id)))


def test_a_template_goes_out_as_a_file_and_comes_in_as_it_was(client: Client, cluster, lead) -> None:
    template = make_template(cluster.programme, "Vårt sätt")
    page = client.as_person(lead).get(f"/templates/{template.id}/").text
    path = f"/templates/{template.id}/versions/1/file"
    assert f'href="{path}"' in page
    answer = client.get(path)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == "attachment; filename=vart-satt-1.json"
    assert "Vårt sätt" in answer.text
    taken = send(client, answer.data)
    (_, brought) = own()
    assert taken.location == f"/templates/{brought.id}/"
    assert (brought.name, brought.newest.content) == (template.name, template.newest.content)
    assert (brought.programme_id, brought.newest.made_by_id) == (cluster.programme_id, lead.id)


def test_the_name_in_the_form_goes_before_the_one_in_the_file(client: Client, lead) -> None:
    send(client.as_person(lead), as_bytes(whole()), name_sv="Hämtad")
    assert [template.name for template in own()] == [{"sv": "Hämtad"}]


def test_the_file_of_the_code_itself_can_be_taken_in_with_a_name(client: Client, lead) -> None:
    raw = as_bytes({"meetings": whole()["meetings"], "responsible": {}})
    refused = send(client.as_person(lead), raw)
    assert (refused.status_code, "The file has no name for the template." in refused.text) == (422, True)
    assert send(client, raw, name_en="Mine").status_code == 302


MEETING: Any = ["meetings", 1]


@pytest.mark.parametrize(
    "wrong",
    [
        ([*MEETING, "agenda", 0, "kind"], "dance", "meetings[1].agenda[0].kind: “dance” is unknown; it can be break,"),
        ([*MEETING, "agenda", 2, "start"], "9:30", "meetings[1].agenda[2].start: “9:30” cannot stand here."),
        ([*MEETING, "agenda", 2, "start"], "08:00", "meetings[1].agenda[2].start: begins before the part above it."),
        ([*MEETING, "agenda", 12, "minutes"], 600, "meetings[1].agenda[12]: the day would go on past midnight."),
        (
            [*MEETING, "agenda", 0, "minutes"],
            0,
            "agenda[0].minutes: here should be a whole number from 1 to",
        ),
        ([*MEETING, "agenda", 0, "minutes"], True, "meetings[1].agenda[0].minutes: here should be a whole number"),
        ([*MEETING, "agenda", 0, "minutes"], 1e999, "meetings[1].agenda[0].minutes: here should be a whole number"),
        ([*MEETING, "agenda", 3, "parts", 0, "minutes"], 11, "agenda[3].parts: together longer than what they are"),
        ([*MEETING, "agenda", 3, "parts", 0, "title"], {}, "agenda[3].parts[0].title: here should be a text"),
        ([*MEETING, "agenda", 3, "parts"], "10", "agenda[3].parts: here should be a list"),
        ([*MEETING, "agenda"], [], "meetings[1].agenda: has 0, and should have 1 to 60."),
        ([*MEETING, "preparations", 0, "responsible"], "auditor", "preparations[0].responsible: “auditor” is unknown;"),
        (
            [*MEETING, "preparations", 0, "responsible"],
            ["host"],
            "responsible: “[&#39;host&#39;]” is unknown",
        ),
        (
            [*MEETING, "preparations", 0, "due_offset_days"],
            3,
            "here should be a whole number from -730 to 0",
        ),
        ([*MEETING, "preparations", 0, "kind"], "No such!", "preparations[0].kind: “No such!” cannot stand here."),
        ([*MEETING, "preparations", 0, "text"], "Do it", "text: here should be names with values, { … }."),
        ([*MEETING, "preparations", 0, "note"], "x", "preparations[0]: “note” is no part of a template."),
        ([*MEETING, "after", 0, "text"], {"de": "Tun"}, "meetings[1].after[0].text: “de” is no part of a template."),
        ([*MEETING, "after", 0, "text"], {"sv": " "}, "after[0].text: here should be a text, in “sv”, “en” or both."),
        ([*MEETING, "objectives", 0], {"sv": 7}, "meetings[1].objectives[0].sv: here should be a text."),
        ([*MEETING, "objectives", 0], {"sv": "x" * 301}, "objectives[0].sv: 301 characters, the limit is 300."),
        ([*MEETING, "objectives"], "Learn", "meetings[1].objectives: here should be a list, [ … ]."),
        ([*MEETING, "key"], "conf", "meetings[4].key: another meeting has “conf” too."),
        ([*MEETING, "key"], "../x", "meetings[1].key: “../x” cannot stand here."),
        ([*MEETING, "no"], 2, "meetings[2].no: another meeting has “2” too."),
        ([*MEETING, "no"], 7, "meetings[4].no: the start-up comes first, and the conference last."),
        ([*MEETING, "no"], -1, "meetings[1].no: here should be a whole number from 0 to 99."),
        ([*MEETING, "title"], None, "meetings[1].title: here should be names with values"),
        (MEETING, "Meeting 1", "meetings[1]: here should be names with values"),
        (["meetings"], {}, "meetings: here should be a list"),
        (["meetings"], [], "meetings: has 0, and should have 1 to 12."),
        (["name"], "Brought", "name: here should be names with values"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_with_its_place(
    client: Client, lead, wrong: tuple[list[Any], Any, str]
) -> None:
    path, value, words = wrong
    content = place = whole()
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    answer = send(client.as_person(lead), as_bytes(content))
    assert answer.status_code == 422
    assert words in answer.text
    assert '<a href="#file">' in answer.text
    assert own() == []


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "This is not JSON: line 1, column 1."),
        (b'{"meetings": [}', "This is not JSON: line 1, column 15."),
        (b"\xff\xfe\x00", "This is not a text file in UTF-8."),
        (b"[" * 200_000, "This is not JSON that a template could have."),
        (b'{"meetings": ' + b"9" * 5000 + b"}", "This is not JSON that a template could have."),
        (b"[1]", "here should be names with values, { … }."),
        (b"null", "here should be names with values, { … }."),
        (b"{}", "“meetings” is missing."),
        (b" " * (LARGEST_FILE + 1), "The file is too large: a template has at most 500 kB."),
    ],
)
def test_what_is_no_template_at_all_is_told(client: Client, lead, raw: bytes, words: str) -> None:
    answer = send(client.as_person(lead), raw)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert own() == []


def test_everything_that_ticks_has_a_name_for_those_who_write_templates(app) -> None:
    registry = app.extensions["benchplatform"]
    assert set(registry.preparation_names) == set(registry.preparations)


def test_a_file_is_asked_for(client: Client, lead) -> None:
    answer = client.as_person(lead).post_form(PATH, {"name_en": "Mine"})
    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


def test_texts_are_cleaned_and_a_mark_at_the_beginning_is_no_matter(app) -> None:
    content = whole()
    content["meetings"][0]["title"] = {"sv": " Upp\u0000start\u202e ", "en": "\ud800Start"}
    _, meetings = read_file(b"\xef\xbb\xbf" + as_bytes(content))
    assert meetings[0]["title"] == {"sv": "Uppstart", "en": "Start"}
    for missing in ("key", "no", "title", "focus", "objectives", "preparations", "after", "agenda"):
        broken = whole()
        del broken["meetings"][0][missing]
        with pytest.raises(WrongShape, match=rf"meetings\[0\]: “{missing}” is missing"):
            read_file(as_bytes(broken))


def test_a_kind_that_nothing_here_ticks_is_told_and_ticked_by_hand(client: Client, cluster, lead) -> None:
    content = whole()
    content["meetings"][1]["preparations"][7]["kind"] = "figures"
    client.as_person(lead)
    page = client.get(send(client, as_bytes(content)).location).text
    words = "“Publish your presentation on the platform, at least one wee…”: nothing here ticks “figures”"
    assert f"Meeting 1: Preparation 8, {words}, so people tick it by hand." in page
    (template,) = own()
    assert "“figures”, which is not there" in client.get(f"/templates/{template.id}/meetings/bm1/preparations").text
    sent = {f"meetings-{index}-day": str(day_in(100 + 70 * index)) for index in range(5)}
    sent |= {f"meetings-{index}-theme": f"bm{index}" for index in (1, 2, 3)}
    sent |= {f"meetings-{index}-host": "" for index in range(5)}
    address = f"/clusters/north/programme/new?version={template.newest.id}"
    assert client.post_form(address, sent).status_code == 302
    asked = db.session.scalars(sa.select(Preparation).where(Preparation.kind == "figures")).one()
    member = client.as_person(lead).get("/clusters/north/meetings/1/").text
    assert str(asked.text) in member


def test_what_no_meeting_can_have_is_told_and_nothing_is_planned(client: Client, cluster, lead) -> None:
    content = whole()["meetings"]
    content[1]["preparations"][0]["responsible"] = "auditor"
    content[2]["agenda"][0]["kind"] = "dance"
    template = make_template(cluster.programme, "Odd", content)
    client.as_person(lead)
    auditor = "is asked of “auditor”, and nobody here is called that."
    dance = "09:30 “Coffee”: there is no kind of part named “dance”."
    for path in ("", "versions/1/"):
        page = client.get(f"/templates/{template.id}/{path}").text
        assert auditor in page
        assert f"Meeting 2: {dance}" in page
    assert dance in client.get(f"/templates/{template.id}/meetings/bm2/").text
    address = f"/clusters/north/programme/new?version={template.newest.id}"
    assert "No programme can be planned from this template as it is:" in client.get(address).text
    answer = client.post_form(address, {"meetings-0-day": str(day_in(100))})
    assert (answer.status_code, dance in answer.text, auditor in answer.text) == (422, True, True)
    sent = {"template": f"{template.newest.id}-bm2", "day": str(day_in(100)), "starts": "09:30", "place": "Hall"}
    single = client.post_form("/clusters/north/meetings/new", sent)
    assert (single.status_code, dance in single.text, 'value="Hall"' in single.text) == (422, True, True)
    assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 0
    for name, choose in {"preparations": "Choose who does it.", "agenda": "Choose what kind of part it is."}.items():
        key = "bm1" if name == "preparations" else "bm2"
        page = client.get(f"/templates/{template.id}/meetings/{key}/{name}").text
        assert '<option selected value="">Choose …</option>' in page or '<option value="">Choose …</option>' in page
        field = "rows-0-responsible" if name == "preparations" else "rows-0-kind"
        words = {"rows-0-sv": "x", "rows-0-en": "x", "rows-0-days": "3", "rows-0-when": "before", field: ""}
        words |= {"rows-0-starts": "09:30", "rows-0-minutes": "30", "started": "1"}
        answer = client.post_form(f"/templates/{template.id}/meetings/{key}/{name}", words)
        assert (answer.status_code, choose in answer.text) == (422, True)
