"""Each organisation says how far it has come with the objectives, from the meeting's day until it is closed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from benchplatform import dates
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.meetings.hooks import steps
from benchplatform.meetings.models import ObjectiveAssessment
from tests.client import Client
from tests.factories import (
    day_in,
    make_assessment,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_organisation,
    make_participation,
    make_person,
    save,
)
from tests.queries import counted

PAGE = "/clusters/north/meetings/2/objectives"
STATES = re.compile(r'<span class="state (\w+)">.*?</svg>([^<]+)</span>')


@pytest.fixture
def meeting(cluster):
    """Held yesterday, with two objectives: Plan and Learn."""
    return make_meeting(cluster, 2, day_in(-1))


@pytest.fixture
def plan(meeting):
    return make_objective(meeting, "Plan")


@pytest.fixture
def learn(meeting, plan):
    return make_objective(meeting, "Learn")


@pytest.fixture
def berga(cluster):
    return cluster.organisations[1]


@pytest.fixture
def amina(cluster, berga):
    """A key person of Berga."""
    return make_member(cluster, berga, person=make_person("Amina Osman"))


def answers(*said, **given) -> dict[str, str]:
    """The form: (objective, answer, words, proof, version) of each."""
    form = dict(given)
    for objective, answer, *rest in said:
        words, proof, version = [*rest, *("", "", 0)[len(rest) :]]
        named = {"answer": answer, "words": words, "proof_url": proof, "version": version}
        form |= {f"objective-{objective.id}-{name}": value for name, value in named.items() if value != ""}
    return form


def said() -> list[tuple[str, str, str, str]]:
    """All that has been said: whose, answer, words, proof."""
    db.session.expire_all()
    found = db.session.scalars(sa.select(ObjectiveAssessment).order_by(ObjectiveAssessment.id))
    return [(one.organisation.name, one.answer.value, one.words, one.proof_url) for one in found]


def test_an_organisation_says_of_all_objectives_at_once_how_far_it_has_come(
    client: Client, plan, learn, berga, amina
) -> None:
    client.as_person(amina)
    form = answers((plan, "met", " In the\nyearly plan ", "https://www.berga.example/plan"), (learn, "not_yet"))
    answer = client.post_form(PAGE, form | {"once": "s" * 20})
    assert answer.location == PAGE
    page = client.get(PAGE).text
    assert client.post_form(PAGE, form | {"once": "s" * 20}).location == PAGE
    assert said() == [
        ("Berga", "met", "In the yearly plan", "https://www.berga.example/plan"),
        ("Berga", "not_yet", "", ""),
    ]
    first = db.session.query(ObjectiveAssessment).first()
    assert (first.by.name, first.version) == ("Amina Osman", 1)
    assert "Saved. Your organisation has said how far it has come with every objective." in page
    assert "1 of 2 organisations have said how far they have come with every objective." in page
    assert f'<input checked id="objective-{plan.id}-answer-0" name="objective-{plan.id}-answer"' in page
    assert '<a href="https://www.berga.example/plan" rel="nofollow noopener">berga.example/plan</a>' in page
    assert "Everybody in North" in page


def test_the_others_see_it_in_words_with_an_icon_the_mentor_first(
    client: Client, cluster, *, plan, learn, berga, amina
) -> None:
    make_participation(cluster, make_organisation("Cedra"))
    make_assessment(plan, berga, words="Half of it")
    page = client.as_person(make_lead(cluster)).get(PAGE).text
    plans = page[page.index(f'id="objective-{plan.id}"') : page.index(f'id="objective-{learn.id}"')]
    assert re.findall(r"<li><span>(\w+)</span>", plans) == ["Alby", "Berga", "Cedra"]
    assert STATES.findall(plans) == [("open", "not said yet"), ("due", "partly"), ("open", "not said yet")]
    assert "<p>Half of it</p>" in plans
    assert "0 of 3 organisations have said" in page
    assert "Save" not in page


def test_some_now_and_the_rest_later_and_what_is_left_empty_stays(client: Client, plan, learn, amina) -> None:
    client.as_person(amina)
    client.post_form(PAGE, answers((plan, "partly", "So far")))
    assert "Saved. 1 objective is left." in client.get(PAGE).text
    assert client.post_form(PAGE, answers((learn, "met"))).location == PAGE
    assert [row[1:3] for row in said()] == [("partly", "So far"), ("met", "")]
    client.post_form(PAGE, answers((plan, "met", "", "", 1)))
    assert [row[1:3] for row in said()] == [("met", "So far"), ("met", "")]


@pytest.mark.parametrize(
    ("who", "sees", "may"),
    [
        (Role.KEY_PERSON, 200, 302),
        (Role.MANAGER, 200, 302),
        (Role.ELECTED_OFFICIAL, 200, 403),
        (Role.PROGRAMME_LEAD, 200, 403),
        ("stranger", 404, 404),
        ("visitor", 302, 401),
    ],
)
def test_key_persons_and_managers_say_it_for_their_own(client: Client, cluster, *, plan, berga, who, sees, may) -> None:
    if who == "visitor":
        client.as_person(None)
    else:
        place = make_cluster("South", cluster.programme, [berga]) if who == "stranger" else cluster
        client.as_person(make_member(place, berga, Role.KEY_PERSON if who == "stranger" else who))
    page = client.get(PAGE)
    assert (page.status_code, ">Save</button>" in page.text) == (sees, may == 302)
    assert client.post_form(PAGE, answers((plan, "met"))).status_code == may
    assert said() == ([("Berga", "met", "", "")] if may == 302 else [])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("met", "x" * 301, ""), "301 characters, the limit is 300."),
        (("met", "Mine", "https://a.example/" + "x" * 483), "501 characters, the limit is 500."),
        (("met", "Mine", "javascript:alert(1)"), "Write an address that begins with https://"),
        (("met", "Mine", "//evil.example/"), "There is no page at that address on this site."),
        (("moon", "Mine", ""), "Not a valid choice."),
        (("", "Mine", ""), "Choose above how far you have come."),
        (("", "", "/threads/7/"), "Choose above how far you have come."),
        (("", "", ""), "Choose how far you have come with at least one objective."),
    ],
)
def test_what_cannot_be_taken_comes_back_and_nothing_is_saved(client: Client, *, plan, learn, amina, given, sentence):
    answer = client.as_person(amina).post_form(PAGE, answers((plan, *given), (learn, "met" if any(given) else "")))
    assert answer.status_code == 422
    assert sentence in answer.text
    for text in filter(None, given[1:]):
        assert f'value="{text}"' in answer.text
    assert ("<details open>" in answer.text) == any(given[1:])
    assert said() == []


def test_a_page_of_this_site_is_kept_by_its_path(client: Client, plan, amina) -> None:
    client.as_person(amina).post_form(PAGE, answers((plan, "met", "", "http://127.0.0.1:8000/threads/7/#post-2")))
    assert said() == [("Berga", "met", "", "/threads/7/#post-2")]
    assert '<a href="/threads/7/#post-2" rel="nofollow noopener">Discussions</a>' in client.get(PAGE).text


def test_two_colleagues_at_the_same_time_see_both(client: Client, cluster, *, plan, learn, berga, amina) -> None:
    client.as_person(make_member(cluster, berga, Role.MANAGER, person=make_person("Jonas Ek")))
    client.post_form(PAGE, answers((plan, "partly", "Theirs", "https://theirs.example")))
    late = client.as_person(amina).post_form(PAGE, answers((plan, "met", "Mine"), (learn, "met", "Also mine")))
    assert late.status_code == 409
    assert "A colleague of yours has said something else meanwhile." in late.text
    assert "Saved now (Jonas Ek)" in late.text
    assert "<p>Theirs</p>" in late.text
    assert ">theirs.example</a>" in late.text
    assert ('value="Mine"' in late.text, 'value="Also mine"' in late.text) == (True, True)
    assert [row[2] for row in said()] == ["Theirs"]
    version = re.search(rf'name="objective-{plan.id}-version" type="hidden" value="(\d+)"', late.text)
    assert version
    again = answers((plan, "met", "Mine", "", version[1]), (learn, "met", "Also mine"))
    assert client.post_form(PAGE, again).status_code == 302
    assert [row[2] for row in said()] == ["Mine", "Also mine"]


def test_two_who_say_the_same_do_not_clash(client: Client, plan, learn, berga, amina) -> None:
    make_assessment(plan, berga, "met", words="Ours")
    client.as_person(amina)
    assert client.post_form(PAGE, answers((plan, "met", "Ours"), (learn, "partly"))).status_code == 302
    assert client.post_form(PAGE, answers((plan, "met", "Other", "", "junk"), (learn, "partly"))).status_code == 409
    assert [row[1:3] for row in said()] == [("met", "Ours"), ("partly", "")]


def test_an_objective_that_is_taken_out_meanwhile_gives_its_words_back(client: Client, plan, learn, amina) -> None:
    form = answers((plan, "met", "All <of> it", "https://plan.example"), (learn, "met", "The rest"))
    db.session.delete(plan)
    db.session.commit()
    answer = client.as_person(amina).post_form(PAGE, form)
    assert answer.status_code == 409
    assert "An objective has been taken out while you were writing." in answer.text
    assert re.findall(r'<pre class="kept">(.*?)</pre>', answer.text) == ["All &lt;of&gt; it", "https://plan.example"]
    assert 'value="The rest"' in answer.text
    assert said() == []


@pytest.mark.parametrize("day", [1, -1])
def test_before_the_day_and_after_closing_it_is_refused_and_the_words_are_kept(
    client: Client, meeting, plan, amina, day: int
) -> None:
    meeting.day, meeting.closed_at = day_in(day), None if day > 0 else utc_now()
    db.session.commit()
    sentence = {1: "on, each organisation says here how far it has come.", -1: "The meeting is closed:"}[day]
    page = client.as_person(amina).get(PAGE).text
    assert sentence in page
    assert "Save" not in page
    assert "organisations have said" in page or day > 0
    answer = client.post_form(PAGE, answers((plan, "met", "All of my text")))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert "So nothing was saved." in answer.text
    assert '<pre class="kept">All of my text</pre>' in answer.text
    assert said() == []


@time_machine.travel("2026-11-22 12:00Z", tick=False)
def test_it_begins_with_the_day_where_the_cluster_is(client: Client, cluster, meeting, plan, amina) -> None:
    meeting.day = dt.date(2026, 11, 23)
    db.session.commit()
    client.as_person(amina)
    assert client.post_form(PAGE, answers((plan, "met"))).status_code == 409
    cluster.time_zone = "Pacific/Kiritimati"
    db.session.commit()
    assert client.post_form(PAGE, answers((plan, "met"))).status_code == 302


def test_late_is_said_and_taken(client: Client, meeting, plan, amina) -> None:
    client.as_person(amina)
    assert ("open", "in 13 days") in STATES.findall(client.get(PAGE).text)
    meeting.day = day_in(-16)
    db.session.commit()
    page = client.get(PAGE).text
    assert ("late", "2 days late") in STATES.findall(page)
    assert "It is late, and still welcome until the meeting is closed." in page
    client.post_form(PAGE, answers((plan, "met")))
    assert "days late" not in client.get(PAGE).text


def test_a_meeting_without_objectives_says_so(client: Client, meeting, amina) -> None:
    assert "There are no objectives yet." in client.as_person(amina).get(PAGE).text
    assert client.post_form(PAGE, {}).status_code == 422


def test_the_meeting_s_page_shows_ones_own_answers_from_its_day_on(
    client: Client, cluster, *, meeting, plan, learn, berga, amina
) -> None:
    page, link = "/clusters/north/meetings/2/", f'<a href="{PAGE}">'
    make_assessment(plan, berga)
    make_assessment(learn, cluster.organisations[0], "met")
    shown = client.as_person(amina).get(page).text
    assert STATES.findall(shown[shown.index("<li>Plan") : shown.index("</ul>", shown.index("<li>Plan"))]) == [
        ("due", "partly"),
        ("open", "not said yet"),
    ]
    assert f"{link}Say how far your organisation has come</a>" in shown
    official = make_member(cluster, berga, Role.ELECTED_OFFICIAL)
    assert f"{link}How far the organisations have come</a>" in client.as_person(official).get(page).text
    shown = client.as_person(make_lead(cluster)).get(page).text
    assert "<li>Plan</li>" in shown
    assert f"{link}How far the organisations have come</a>" in shown
    meeting.day = day_in(1)
    db.session.commit()
    shown = client.as_person(amina).get(page).text
    assert "<li>Plan</li>" in shown
    assert link not in shown


def test_it_is_a_next_step_for_two_weeks_until_all_is_said(app, cluster, *, meeting, plan, learn, berga, amina) -> None:
    def asked(person, place=cluster) -> list[str]:
        db.session.expire_all()
        return [step.title for step in steps(person, place) if step.title == words]

    words = "Say how far you have come with the objectives of meeting 2"
    with app.test_request_context():
        (step,) = steps(amina, cluster)
        assert (step.title, step.url) == (words, PAGE)
        assert step.due == dates.end_of_day(day_in(13), "Europe/Stockholm")
        assert asked(make_member(cluster, role=Role.MANAGER)) == [words]
        assert asked(make_member(cluster, berga, Role.ELECTED_OFFICIAL)) == []
        assert asked(make_lead(cluster)) == []
        assert asked(make_member(make_cluster(organisations=[berga]), berga)) == []
        make_assessment(plan, berga, "not_yet")
        for days, found in {0: [words], -14: [words], -15: [], 1: []}.items():
            meeting.day = day_in(days)
            db.session.commit()
            assert asked(amina) == found, days
        meeting.day, meeting.closed_at = day_in(-1), utc_now()
        db.session.commit()
        assert asked(amina) == []
        meeting.closed_at = None
        make_assessment(learn, berga, "met")
        assert asked(amina) == []


def test_a_joint_meeting_is_assessed_in_each_cluster_for_the_organisation_there(client: Client, app, cluster) -> None:
    alby, berga = cluster.organisations
    south = make_cluster("South", cluster.programme, [make_organisation("Cedra")])
    cedra = south.organisations[0]
    both = make_member(south, cedra, person=make_member(cluster, berga))
    meeting = make_meeting(cluster, 0, day_in(-1), cluster_id=None)
    objective = make_objective(meeting)
    client.as_person(both)
    for slug in ("north", "south"):
        page = f"/clusters/{slug}/meetings/0/objectives"
        assert client.post_form(page, answers((objective, "met", slug))).location == page
    assert [row[:3] for row in said()] == [("Berga", "met", "north"), ("Cedra", "met", "south")]
    page = client.as_person(make_member(cluster, alby)).get("/clusters/north/meetings/0/objectives").text
    assert "Everybody in Round" in page
    assert "Cedra" not in page
    with app.test_request_context():
        assert list(steps(both, south)) == list(steps(both, cluster)) == []
        assert [step.url for step in steps(make_member(cluster, alby), cluster)] == [
            "/clusters/north/meetings/0/objectives"
        ]


def test_the_page_costs_the_same_for_one_objective_and_three(client: Client, cluster, meeting, amina) -> None:
    costs = []
    for _ in range(3):
        organisation = make_participation(cluster).organisation
        make_assessment(make_objective(meeting), organisation, by_id=save(make_person()).id)
        client.as_person(amina).get(PAGE)
        with counted() as statements:
            client.get(PAGE)
        costs.append(len(statements))
    assert costs == [5, 5, 5]
