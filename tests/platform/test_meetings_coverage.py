"""Who is coming, by organisation and role, in words; who has not answered; and what other pages say of it."""

from __future__ import annotations

import re

import pytest
from flask import render_template_string

from benchplatform import dates, pages
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.meetings import coming_words
from benchplatform.meetings.coming import delegations
from benchplatform.meetings.hooks import steps
from benchplatform.meetings.models import Answer, HostingKind, Meeting
from tests.client import Client
from tests.factories import (
    day_in,
    make_attendance,
    make_cluster,
    make_hosting_item,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_person,
    make_programme,
)

PAGE = "/clusters/north/meetings/3/"
COMING = f"{PAGE}coming"


@pytest.fixture
def people(cluster):
    """Of Alby a key person, two managers and an official; of Berga a key person and an official; and the lead."""
    alby, berga = cluster.organisations
    key, manager, official = Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL
    wanted = {
        "Ada": (alby, key), "Ask": (alby, manager), "Asta": (alby, manager), "Axel": (alby, official),
        "Bo": (berga, key), "Britt": (berga, official),
    }  # fmt: skip
    found = {name: make_member(cluster, *place, person=make_person(name)) for name, place in wanted.items()}
    return found | {"Lo": make_member(cluster, role=Role.PROGRAMME_LEAD, person=make_person("Lo"))}


def answer(meeting: Meeting, people, **given: Answer) -> None:
    for name, said in given.items():
        make_attendance(meeting, people[name], said)


def cells(page: str) -> list[str]:
    """The table row by row, its cells as words."""
    rows = re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") :], re.DOTALL)
    return [" | ".join(map(words, re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL))) for row in rows]


def gaps(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<li><span class="state (\w+)">(.*?)</span>', page[: page.index("<tbody>")], re.DOTALL)
    return [(kind, words(text)) for kind, text in found]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_each_organisation_and_role_is_said_in_words(client: Client, meeting, people) -> None:
    on_site, remote, no = Answer.ON_SITE, Answer.REMOTE, Answer.NOT_COMING
    answer(meeting, people, Ada=on_site, Ask=on_site, Asta=remote, Axel=no, Lo=on_site)
    page = client.as_person(people["Ada"]).get(COMING).text
    assert cells(page) == [
        "Alby | 1 coming | 2 coming, 1 of them by link | nobody is coming",
        "Berga | nobody from here has answered yet",
    ]
    assert gaps(page) == [
        ("late", "No elected official from Alby is coming"),
        ("due", "Nobody from Berga has answered yet"),
    ]
    assert "4 coming, 1 of them by link 1 not coming, 2 have not answered" in words(page)


def test_a_role_that_is_missing_is_told_from_one_that_has_not_answered(client: Client, meeting, people) -> None:
    answer(meeting, people, Bo=Answer.REMOTE, Ask=Answer.NOT_COMING)
    page = client.as_person(people["Ada"]).get(COMING).text
    assert cells(page) == [
        "Alby | nobody has answered yet | nobody yet 1 not coming, 1 has not answered | nobody has answered yet",
        "Berga | 1 by link | nobody in this role | nobody has answered yet",
    ]
    assert gaps(page) == [
        ("due", "No key person from Alby yet"),
        ("due", "No manager from Alby yet"),
        ("due", "No elected official from Alby yet"),
        ("open", "Berga has no manager in the cluster"),
        ("due", "No elected official from Berga yet"),
    ]


def test_without_gaps_the_page_says_so_and_an_empty_organisation_is_a_gap(client: Client, cluster, meeting, people):
    make_member(cluster, cluster.organisations[1], Role.MANAGER, people["Bo"])
    answer(meeting, people, **dict.fromkeys(["Ada", "Ask", "Axel", "Bo", "Britt"], Answer.ON_SITE))
    page = client.as_person(people["Ada"]).get(COMING).text
    assert gaps(page) == []
    assert "Somebody is coming in every role from every organisation" in page
    assert "5 coming</span>" in page, "one with two roles is one"
    make_participation(cluster, make_organisation("Cedra"))
    assert gaps(client.get(COMING).text) == [("open", "Cedra has nobody in the cluster")]


def test_who_has_not_answered_is_named_to_those_who_can_ask_them(client: Client, cluster, meeting, people) -> None:
    meeting.host = cluster.organisations[1]
    db.session.commit()
    answer(meeting, people, Ada=Answer.ON_SITE, Bo=Answer.ON_SITE)

    def named(name: str) -> set[str]:
        listed = client.as_person(people[name]).get(COMING).text.split('id="people"')[1]
        return {other for other in people if f">{other}</a>" in listed}

    own = {"Ada", "Bo"}
    assert named("Ada") == own | {"Ask", "Asta", "Axel"}
    assert named("Ask") == named("Axel") == named("Britt") == own
    assert named("Bo") == named("Lo") == set(people)
    assert "3 have not answered</p>" in client.as_person(people["Ask"]).get(COMING).text


def test_those_who_have_left_or_are_shut_out_are_not_counted(client: Client, meeting, people) -> None:
    answer(meeting, people, Ada=Answer.ON_SITE, Ask=Answer.ON_SITE, Axel=Answer.ON_SITE)
    people["Ask"].memberships[0].until = utc_now()
    people["Axel"].disable()
    db.session.commit()
    client.as_person(people["Ada"])
    page = client.get(COMING).text
    assert cells(page)[0] == "Alby | 1 coming | nobody has answered yet | nobody in this role"
    assert ">Ask<" not in page
    assert "1 is coming" in client.get(PAGE).text


def test_a_joint_meeting_covers_the_cluster_in_whose_frame_it_is_seen(client: Client, app) -> None:
    programme, owner = make_programme(), make_organisation("Alby")
    north, south = (
        make_cluster(name, programme, [owner, make_organisation(f"{name} End")]) for name in ("North", "South")
    )
    meeting = make_meeting(north, cluster_id=None)
    here, yonder, lead = make_member(north), make_member(south), make_lead(north)
    for person in (here, yonder, lead):
        make_attendance(meeting, person)
    for person, slug, foreign in (
        (here, "north", "South End"),
        (yonder, "south", "North End"),
        (lead, "south", "North"),
    ):
        client.as_person(person)
        page = client.get(f"/clusters/{slug}/meetings/3/coming").text
        assert cells(page)[0] == "Alby | 1 coming | nobody in this role | nobody in this role"
        assert foreign not in page
        assert "2 are coming" in client.get(f"/clusters/{slug}/meetings/3/").text


def test_the_meeting_page_asks_and_then_says_what_one_has_answered(client: Client, meeting, people) -> None:
    client.as_person(people["Ada"])
    page = client.get(PAGE).text
    assert f'Are you coming?</span>\n\n<a href="{COMING}">Answer</a>' in page
    assert "Nobody has said yet that they are coming" in page
    answer(meeting, people, Ada=Answer.REMOTE, Bo=Answer.ON_SITE, Lo=Answer.ON_SITE, Ask=Answer.NOT_COMING)
    page = client.get(PAGE).text
    assert f'You take part by link.</span>\n\n<a href="{COMING}">Change your answer</a>' in page
    assert "3 are coming" in page
    meeting.day = day_in(-1)
    db.session.commit()
    page = client.get(PAGE).text
    assert "Who was coming (3)" in page
    assert "Change your answer" not in page


@pytest.mark.parametrize(("days", "is_asked"), [(22, False), (21, True), (7, True), (1, True), (0, False)])
def test_one_is_asked_on_the_first_page_from_three_weeks_before(app, cluster, people, days: int, is_asked: bool):
    meeting = make_meeting(cluster, day=day_in(days))
    with app.test_request_context():
        for name in ("Axel", "Lo"):
            found = [(step.title, step.url, step.due) for step in steps(people[name], cluster)]
            due = dates.end_of_day(day_in(days - 7), "Europe/Stockholm")
            assert found == [("Say whether you are coming to meeting 3", COMING, due)] * is_asked
        answer(meeting, people, Axel=Answer.NOT_COMING)
        assert list(steps(people["Axel"], cluster)) == []


def test_what_the_place_offers_stands_above_the_question(client: Client, meeting, people) -> None:
    assert "The host has not said anything about it yet." in client.as_person(people["Ada"]).get(COMING).text
    make_hosting_item(meeting, HostingKind.STEP_FREE, done_at=utc_now(), note="By the yard")
    make_hosting_item(meeting, HostingKind.HEARING_LOOP)
    make_hosting_item(meeting, HostingKind.FOOD)
    page = client.get(COMING).text
    facts = words(page[page.index('id="access"') : page.index('id="own"')])
    assert "Step-free access By the yard in place Hearing loop not confirmed yet" in facts
    assert "Food" not in facts


def test_an_organisation_that_has_left_the_cluster_is_still_seen_while_its_people_are_there(
    app, cluster, meeting, people
):
    answer(meeting, people, Bo=Answer.ON_SITE)
    cluster.participations.pop()
    db.session.commit()
    with app.test_request_context():
        pages.about(cluster)
        found = [(one.organisation and one.organisation.name, len(one.seats)) for one in delegations(meeting)]
    assert found == [("Alby", 4), ("Berga", 2), (None, 1)]


def test_the_words_of_a_whole_cluster_in_which_nobody_has_answered(app, meeting, people) -> None:
    with app.test_request_context():
        said = coming_words.altogether(delegations(meeting))
        assert (said.kind, said.words, said.rest) == ("due", "nobody yet", "7 have not answered")
        assert render_template_string("{{ own_words(none) }}") == "Are you coming?"
