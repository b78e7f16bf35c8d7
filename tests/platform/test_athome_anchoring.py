"""The log of anchoring: a line takes seconds, the cluster sees it, and its own organisation changes and removes it."""

from __future__ import annotations

import html
import re

import pytest

from benchplatform.athome.models import How, Occasion
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.meetings.models import MeetingKind
from tests.client import Client
from tests.factories import (
    day_in,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_occasion,
    make_organisation,
    make_person,
)

LOG = "/clusters/north/anchoring/"


@pytest.fixture
def writer(cluster):
    """Amina Osman, a key person of Berga."""
    return make_member(cluster, cluster.organisations[1], person=make_person("Amina Osman"))


def write(client: Client, **given):
    form = {
        "group_told": "Management team",
        "people": "12",
        "how": "meeting",
        "day": day_in(0).isoformat(),
        "learnt": "",
    }
    return client.post_form(LOG, form | given)


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_line_is_written_once_and_seen_by_the_whole_cluster(client: Client, cluster, writer) -> None:
    client.as_person(writer)
    given = {"how": "training", "learnt": "To read figures split by sex.", "once": "w" * 20}
    assert write(client, group_told=" Staff \n of a unit ", people="1 200", **given).location == LOG
    assert "Written down: 1,200 people told." in client.get(LOG).text
    assert write(client, group_told=" Staff \n of a unit ", people="1 200", **given).location == LOG
    line = db.session.query(Occasion).one()
    assert (line.group_told, line.people, line.how, line.day) == ("Staff of a unit", 1200, How.TRAINING, day_in(0))
    assert (line.owner.name, line.written_by.name, line.cluster) == ("Berga", "Amina Osman", cluster)
    assert f'<p lang="en">{line.learnt}</p>' in client.get(LOG).text
    for person in (make_member(cluster), make_lead(cluster), make_member(cluster, role=Role.ELECTED_OFFICIAL)):
        page = words(client.as_person(person).get(LOG).text)
        assert "Berga 1 occasion, 1,200 people told; latest today Staff of a unit 1,200 people" in page
        assert "To read figures split by sex. today Trained Amina Osman" in page
        assert "Remove" not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"group_told": " \u200b"}, "Write who was told, such as the management team."),
        ({"group_told": "x" * 121}, "121 characters, the limit is 120."),
        ({"people": ""}, "Say how many they were; roughly is fine."),
        ({"people": "a dozen"}, "Write a whole number, such as 14200."),
        ({"people": "0"}, "Write a number from 1 to 1,000,000."),
        ({"people": "9" * 18}, "Write a number from 1 to 1,000,000."),
        ({"learnt": "å" * 301}, "301 characters, the limit is 300."),
        ({"how": "telepathy"}, "Not a valid choice."),
        ({"day": ""}, "Choose a day, written as year-month-day: 2027-03-05."),
        ({"day": day_in(1).isoformat()}, "Choose a day that has been, in the last two years."),
        ({"day": "1026-03-05"}, "Choose a day that has been, in the last two years."),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_all_that_was_written(
    client: Client, cluster, writer, given, sentence
) -> None:
    answer = write(client.as_person(writer), **{"learnt": "Why we take part"} | given)
    assert answer.status_code == 422
    assert f"<span>{sentence}</span>" in answer.text
    assert f'value="{given.get("learnt", "Why we take part")}"' in answer.text
    assert f'value="{given.get("group_told", "Management team").strip()}"'.replace("\u200b", "") in answer.text
    assert db.session.query(Occasion).count() == 0


def test_all_three_roles_write_and_nobody_else_does(client: Client, cluster) -> None:
    berga = cluster.organisations[1]
    for role in (Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL):
        assert write(client.as_person(make_member(cluster, berga, role))).status_code == 302
    for person, status in ((make_lead(cluster), 403), (make_member(make_cluster()), 404)):
        assert write(client.as_person(person)).status_code == status
    assert 'id="write"' not in client.as_person(make_lead(cluster)).get(LOG).text
    assert client.as_person(make_member(make_cluster())).get(LOG).status_code == 404
    assert db.session.query(Occasion).count() == 3


def test_who_speaks_for_two_organisations_says_for_which(client: Client, cluster, writer) -> None:
    alby, berga = cluster.organisations
    both = make_member(cluster, alby, person=make_member(cluster, berga))
    page = client.as_person(both).get(LOG).text
    assert f'<option value="{berga.id}">Berga</option>' in page
    assert write(client).status_code == 422
    assert write(client, owner=make_organisation().id).status_code == 422
    assert write(client, owner=berga.id).status_code == 302
    assert write(client.as_person(writer), owner=alby.id).status_code == 302
    assert [line.owner.name for line in db.session.query(Occasion)] == ["Berga", "Berga"]


def test_sums_are_in_words_since_the_start_up_and_count_each_group_once(client: Client, cluster, writer) -> None:
    make_meeting(cluster, 0, day_in(-100), kind=MeetingKind.STARTUP)
    make_occasion(cluster, writer, "Somebody early", people=500, day=day_in(-101))
    make_occasion(cluster, writer, "Management team", people=11, day=day_in(-100))
    make_occasion(cluster, writer, "management team", people=12, day=day_in(-60))
    make_occasion(cluster, writer, "Home care", people=122, day=day_in(-1))
    page = words(client.as_person(writer).get(LOG).text)
    assert "Berga Your organisation 3 occasions, 134 people told since the start-up; latest yesterday Home care" in page
    assert "Alby Nothing is written here yet." in page


def test_ones_own_log_comes_first_and_the_groups_it_has_told_are_suggested(client: Client, cluster, writer) -> None:
    make_occasion(cluster, writer, "Board of the library", day=day_in(-3))
    make_occasion(cluster, writer, "union representatives", day=day_in(-2))
    make_occasion(cluster, make_member(cluster), "Somebody of Alby")
    page = client.as_person(writer).get(LOG).text
    assert page.index(">Berga <") < page.index(">Alby<")
    assert re.findall(r'<option value="([^"]+)"></option>', page) == [
        "union representatives", "Board of the library", "Management team", "Committee or board", "Staff of a unit",
        "First-line managers", "Residents&#39; council",
    ]  # fmt: skip
    page = client.as_person(make_member(cluster)).get(LOG).text
    assert page.index(">Alby <") < page.index(">Berga<")


def sentences(client: Client) -> dict[str, str]:
    """Label -> the text to copy."""
    found = re.findall(
        r'<label for="(sentence-[^"]+)">([^<]+)</label>\s*<textarea id="\1" rows="3" readonly>([^<]+)<',
        client.get(LOG).text,
    )
    return {label: html.unescape(text) for _, label, text in found}


def test_the_log_gives_sentences_to_copy_in_the_reader_s_language(client: Client, cluster, writer) -> None:
    client.as_person(writer)
    make_meeting(cluster, 0, day_in(-100), kind=MeetingKind.STARTUP)
    assert sentences(client) == {}
    make_occasion(cluster, writer, "Executive board", people=15, day=day_in(-90))
    assert sentences(client) == {
        "For your presentation: since the start-up": (
            "Since the start-up we have told 15 people in 1 group: Executive board (15)."
        )
    }
    make_meeting(cluster, 2, day_in(-20))
    make_meeting(cluster, 3, day_in(20))
    make_occasion(cluster, writer, "Home <care>", people=1064, day=day_in(-20))
    make_occasion(cluster, writer, "Council", people=17, day=day_in(-5))
    assert sentences(client) == {
        "For your presentation: since meeting 2": (
            "Since meeting 2 we have told 1,081 people in 2 groups: Home <care> (1,064) and Council (17)."
        ),
        "For the final report: since the start-up": (
            "Since the start-up we have told 1,096 people in 3 groups: "
            "Executive board (15), Home <care> (1,064), and Council (17)."
        ),
    }
    writer.locale = "sv"
    db.session.commit()
    assert sentences(client)["Till er presentation: sedan träff 2"] == (
        "Sedan träff 2 har vi berättat för 1\xa0081 personer i 2 grupper: Home <care> (1\xa0064) och Council (17)."
    )
    assert sentences(client.as_person(make_member(cluster))) == {}


def test_two_who_change_a_line_at_once_see_both_texts(client: Client, cluster, writer) -> None:
    line = make_occasion(cluster, writer)
    path = f"/anchoring/{line.id}/edit"
    form = {
        "group_told": "Board",
        "people": 9,
        "how": "writing",
        "day": day_in(-1).isoformat(),
        "learnt": "",
        "version": 1,
    }
    assert client.as_person(make_member(cluster)).get(path).status_code == 403
    client.as_person(make_member(cluster, cluster.organisations[1], Role.MANAGER))
    assert 'value="12"' in client.get(path).text
    assert client.post_form(path, form).location == LOG
    answer = client.as_person(writer).post_form(path, form | {"group_told": "Committee", "people": 10})
    assert answer.status_code == 409
    assert "Saved now Board 9 people yesterday Told in writing" in words(answer.text)
    assert 'value="Committee"' in answer.text
    assert client.post_form(path, form | {"people": "", "version": 2}).status_code == 422
    assert client.post_form(path, form | {"group_told": "Committee", "version": 2}).status_code == 302
    db.session.expire_all()
    assert (line.group_told, line.people, line.how, line.version) == ("Committee", 9, How.WRITING, 3)


def test_removing_asks_first_and_not_about_a_line_that_has_changed(client: Client, cluster, writer) -> None:
    line = make_occasion(cluster, writer, learnt="Why we take part")
    path = f"/anchoring/{line.id}/removal"
    assert client.as_person(make_member(cluster)).post_form(path, {"version": 1}).status_code == 403
    page = client.as_person(writer).get(path).text
    assert "Management team , 12 people , today Why we take part" in words(page)
    assert line.edit(1, people=13)
    db.session.commit()
    answer = client.post_form(path, {"version": 1})
    assert answer.status_code == 409
    assert "A colleague has changed it meanwhile." in answer.text
    assert "13 people" in answer.text
    assert client.post_form(path).status_code == 409
    assert db.session.query(Occasion).count() == 1
    assert client.post_form(path, {"version": 2}).location == LOG
    assert db.session.query(Occasion).count() == 0
    assert client.post_form(path, {"version": 2}).status_code == 404
    logged = [(event.action, event.detail) for event in db.session.query(AuditEvent)]
    assert logged == [("anchoring.remove", {"day": day_in(0).isoformat(), "group": "Management team"})]


def test_a_long_log_is_on_pages_of_its_own_each_line_once(client: Client, cluster, writer) -> None:
    for number in range(65):
        make_occasion(cluster, writer, f"Group {number}", day=day_in(-(number // 3)))
    page = client.as_person(make_member(cluster)).get(LOG).text
    assert len(re.findall(r"<strong>Group \d+", page)) == 5
    address, found = re.search(r'href="([^"]+/anchoring/[^"]+)">All 65 occasions', page).group(1), []
    assert address == f"{LOG}berga/"
    while address:
        page = client.get(address).text
        found.append([int(number) for number in re.findall(r"<strong>Group (\d+)", page)])
        later = re.search(r'rel="next" href="([^"]+)"', page)
        address = later and later.group(1)
    assert [len(page) for page in found] == [30, 30, 5]
    newest_first = sorted(range(65), key=lambda number: (number // 3, -number))
    assert [number for page in found for number in page] == newest_first
    for odd in ("x", "0", "-1", "9" * 20):
        assert client.get(f"{LOG}berga/?before={odd}").status_code == 200
    assert "Nothing is written here yet." in client.get(f"{LOG}alby/").text


def test_the_log_of_an_organisation_that_is_not_in_the_cluster_is_not_there(client: Client, cluster, writer) -> None:
    make_cluster("South", organisations=[make_organisation("Cedra")])
    client.as_person(writer)
    for path in (f"{LOG}cedra/", f"{LOG}nowhere/", "/clusters/south/anchoring/", "/clusters/south/anchoring/cedra/"):
        assert client.get(path).status_code == 404


def test_the_cluster_the_meetings_and_the_journey_lead_to_it(client: Client, cluster, writer) -> None:
    make_meeting(cluster, 2, day_in(-30))
    make_meeting(cluster, 3, day_in(10))
    make_meeting(cluster, 4, day_in(60), kind=MeetingKind.CONFERENCE)
    client.as_person(writer)
    assert "No organisation has written yet whom it has told at home." in client.get("/clusters/north/").text
    make_occasion(cluster, writer, "Home care", people=64)
    page = words(client.get("/clusters/north/").text)
    assert "Anchoring at home (1) Home care 64 people Berga, today Write whom you have told" in page
    for path in ("/", "/clusters/north/", "/clusters/north/meetings/"):
        page = client.get(path).text
        assert page.count(f'<br><a href="{LOG}">Tell at home</a>') == 1, path
    assert f'<a href="{LOG}">Between the meetings: whom at home has been told?</a>' in page


def test_a_line_stays_when_its_writer_is_erased(client: Client, cluster, writer) -> None:
    line = make_occasion(cluster, writer)
    line.written_by_id = None
    db.session.commit()
    assert "today Told at a meeting Former participant" in words(client.as_person(writer).get(LOG).text)
