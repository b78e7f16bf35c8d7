"""Starting points: a draft of one's own until it is published, then side by side with those of the others."""

from __future__ import annotations

import html
import re

import pytest

from benchplatform.athome.models import StartingPoint
from benchplatform.athome.questions import questions
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from tests.client import Client
from tests.factories import (
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_person,
    make_starting_point,
)

PAGE = "/clusters/north/starting-points/"
EDIT = f"{PAGE}edit"


@pytest.fixture
def writer(cluster):
    """Amina Osman, a key person of Berga."""
    return make_member(cluster, cluster.organisations[1], person=make_person("Amina Osman"))


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def rows(page: str) -> list[list[str]]:
    """Each row of the board as [question, answer, answer …], in words alone."""
    found = re.findall(r'<tr role="row"><th scope="row".*?</tr>', page, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def saved() -> StartingPoint:
    db.session.expire_all()
    return db.session.query(StartingPoint).one()


def test_a_draft_is_seen_by_its_organisation_alone_until_it_is_published(client: Client, cluster, writer) -> None:
    form = {"version": 0, "employees": "1 240", "decisions": "2012: charter\r\n2025: council ", "proud_of": "Libraries"}
    assert client.as_person(writer).post_form(EDIT, form).location == PAGE
    draft = saved()
    assert draft.answers == {"employees": 1240, "decisions": "2012: charter\n2025: council", "proud_of": "Libraries"}
    colleague = make_member(cluster, cluster.organisations[1], Role.ELECTED_OFFICIAL)
    others = [make_member(cluster), make_lead(cluster)]
    assert "Libraries" in client.as_person(colleague).get(PAGE).text
    for person in others:
        page = client.as_person(person).get(PAGE).text
        assert "Libraries" not in page
        assert "Berga not published yet" in words(page)
        assert "No organisation has published where it stands yet." in page
        assert client.post_form(f"/starting-points/{draft.id}/publication").status_code == 404
    answer = client.as_person(colleague).post_form(f"/starting-points/{draft.id}/publication")
    assert answer.location == PAGE
    assert "It is published: everybody in the cluster sees it now." in client.get(PAGE).text
    for person in others:
        page = client.as_person(person).get(PAGE).text
        assert "Berga published today" in words(page)
        assert "2012: charter\n2025: council" in page
        assert client.post_form(f"/starting-points/{draft.id}/withdrawal").status_code == 403
    assert saved().published_by is colleague
    client.as_person(writer).post_form(f"/starting-points/{draft.id}/withdrawal")
    assert "Libraries" not in client.as_person(others[0]).get(PAGE).text
    assert [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)] == [
        "starting_points.publish", "starting_points.withdraw"
    ]  # fmt: skip


def test_the_same_questions_stand_side_by_side_and_what_is_missing_is_said(client: Client, cluster, writer) -> None:
    alby, _ = cluster.organisations
    alby.inhabitants = 62_400
    make_starting_point(cluster, make_member(cluster, alby), is_published=True, want_to_achieve="More <analysis>")
    make_starting_point(cluster, writer, is_published=True, employees=12_400)
    page = client.as_person(writer).get(PAGE).text
    assert rows(page) == [
        ["Inhabitants", "62,400", "not said"],
        ["How many people work in the organisation?", "900", "12,400"],
        ["How is the work for gender equality organised, and who owns it?", "not answered", "not answered"],
        ["What has been decided on gender equality, and when?", "not answered", "not answered"],
        ["What data do you split by sex today?", "not answered", "not answered"],
        ["What are you proud of?", "Our libraries", "Our libraries"],
        ["What do you want to have achieved when the programme ends?", "More <analysis>", "not answered"],
        ["What would you like to ask the others?", "not answered", "not answered"],
    ]
    assert re.findall(r'<th scope="col" role="columnheader"( class="mine")?>', page) == ["", "", ' class="mine"']
    writer.locale = "sv"
    db.session.commit()
    assert rows(client.get(PAGE).text)[1][0] == "Hur många arbetar i organisationen?"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"employees": "many"}, "Write a whole number, such as 14200."),
        ({"employees": "-1"}, "Write a number from 0 to 10,000,000."),
        ({"employees": "9" * 15}, "Write a number from 0 to 10,000,000."),
        ({"proud_of": "å" * 1001}, "1,001 characters, the limit is 1,000."),
        ({"proud_of": " \n ", "goal": "x"}, "Answer at least one of the questions; the others can wait."),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_saves_nothing(
    client: Client, cluster, writer, given, sentence
) -> None:
    answer = client.as_person(writer).post_form(EDIT, {"version": 0, "proud_of": "Libraries"} | given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f"{given.get('proud_of', 'Libraries').strip()}</textarea>" in answer.text
    assert db.session.query(StartingPoint).count() == 0


def test_zero_is_an_answer(client: Client, cluster, writer) -> None:
    client.as_person(writer).post_form(EDIT, {"version": 0, "employees": "0"})
    assert saved().answers == {"employees": 0}
    assert rows(client.get(PAGE).text)[1] == ["How many people work in the organisation?", "0"]


def test_two_who_write_at_once_see_both_texts(client: Client, cluster, writer) -> None:
    colleague = make_member(cluster, cluster.organisations[1], Role.MANAGER)
    assert client.as_person(colleague).post_form(EDIT, {"version": 0, "proud_of": "Theirs"}).status_code == 302
    for version, theirs in ((0, "Theirs"), (1, "Theirs again")):
        if version:
            assert client.as_person(colleague).post_form(EDIT, {"version": 1, "proud_of": theirs}).status_code == 302
        answer = client.as_person(writer).post_form(EDIT, {"version": version, "proud_of": "Mine", "employees": "7"})
        assert answer.status_code == 409
        assert f'<span class="answer" lang="en">{theirs}</span>' in answer.text
        assert "Mine</textarea>" in answer.text
        assert f'name="version" type="hidden" value="{version + 1}"' in answer.text
    assert saved().answers == {"proud_of": "Theirs again"}
    assert client.post_form(EDIT, {"version": 2, "proud_of": "Both"}).location == PAGE
    assert (saved().answers, saved().version) == ({"proud_of": "Both"}, 3)


def test_the_same_form_sent_twice_is_saved_once(client: Client, cluster, writer) -> None:
    client.as_person(writer)
    for _ in range(2):
        assert client.post_form(EDIT, {"version": 0, "proud_of": "Libraries", "once": "s" * 20}).location == PAGE
    assert saved().version == 1


def test_of_two_who_begin_in_the_same_moment_one_is_told(cluster, writer) -> None:
    berga = cluster.organisations[1].id
    assert StartingPoint.begin(cluster, berga, answers={"proud_of": "First"}) is not None
    assert StartingPoint.begin(cluster, berga, answers={"proud_of": "Second"}) is None
    db.session.commit()
    assert saved().answers == {"proud_of": "First"}


def test_only_those_who_speak_for_an_organisation_write_and_only_for_their_own(client: Client, cluster, writer) -> None:
    alby, berga = cluster.organisations
    for person, status in ((make_lead(cluster), 403), (make_member(make_cluster()), 404)):
        assert client.as_person(person).get(EDIT).status_code == status
        assert client.post_form(EDIT, {"version": 0, "proud_of": "Mine"}).status_code == status
    client.as_person(writer).post_form(f"{EDIT}?organisation={alby.id}", {"version": 0, "proud_of": "Ours"})
    assert saved().owner is berga
    both = make_member(cluster, alby, person=make_member(cluster, berga))
    client.as_person(both).post_form(f"{EDIT}?organisation={alby.id}", {"version": 0, "proud_of": "Alby's"})
    assert {one.owner.name: one.answers["proud_of"] for one in db.session.query(StartingPoint)} == {
        "Berga": "Ours", "Alby": "Alby's"
    }  # fmt: skip


def test_the_overview_and_the_organisation_s_page_lead_to_it(client: Client, cluster, writer) -> None:
    client.as_person(writer)
    assert "0 of 2 organisations have published where they stand." in client.get("/clusters/north/").text
    page = client.get("/organisations/berga/").text
    assert "Describe your starting point" in page
    assert "Starting point" not in client.get("/organisations/alby/").text
    made = make_starting_point(cluster, writer)
    page = words(client.get("/organisations/berga/").text)
    assert "draft, seen by your organisation alone How many people work in the organisation? 900" in page
    neighbour = make_member(cluster)
    assert "Starting point" not in client.as_person(neighbour).get("/organisations/berga/").text
    made.publish(writer)
    db.session.commit()
    page = client.get("/organisations/berga/").text
    assert "What are you proud of? Our libraries" in words(page)
    assert f'href="{PAGE}"' in page
    assert EDIT not in page
    page = words(client.get("/clusters/north/").text)
    assert "1 of 2 organisations have published where they stand. Not yet: Alby." in page


def test_one_in_another_cluster_of_the_programme_is_another_one(client: Client, cluster, writer) -> None:
    sister = make_cluster("South", cluster.programme, [cluster.organisations[1], make_organisation("Cedra")])
    make_starting_point(sister, make_member(sister), is_published=True, proud_of="In the south")
    assert "In the south" not in client.as_person(writer).get(PAGE).text
    assert client.post_form(EDIT, {"version": 0, "proud_of": "In the north"}).status_code == 302
    assert rows(client.get(PAGE).text)[5] == ["What are you proud of?", "In the north"]


def test_every_question_has_words_and_help_in_both_languages() -> None:
    assert [question.key for question in questions() if question.is_number] == ["employees"]
    for question in questions():
        assert set(question.words) == set(question.help) == {"en", "sv"}
        assert all([*question.words.values(), *question.help.values()])
