"""The objectives themselves: written in two languages, put in order and taken out by the lead and the host."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.meetings.models import Objective, ObjectiveAssessment
from tests.client import Client
from tests.factories import (
    make_assessment,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_organisation,
)

MEETING = "/clusters/north/meetings/3"
PAGE = f"{MEETING}/objectives/edit"


@pytest.fixture
def meeting(cluster):
    """To come, in Berga, with three objectives: Plan, Learn and Show."""
    found = make_meeting(cluster, host_id=cluster.organisations[1].id)
    for text in ("Plan", "Learn", "Show"):
        make_objective(found, text)
    return found


def listed() -> list[str]:
    db.session.expire_all()
    return [one.text["en"] for one in db.session.scalars(sa.select(Objective).order_by(Objective.position))]


def named(text: str) -> Objective:
    return next(one for one in db.session.scalars(sa.select(Objective)) if one.text["en"] == text)


def act(client: Client, text: str, what: str, **form):
    objective = named(text)
    return client.post_form(f"/objectives/{objective.id}/{what}", {"version": objective.version} | form)


@pytest.mark.parametrize(
    ("index", "role", "status"),
    [
        (0, Role.PROGRAMME_LEAD, 200),
        (1, Role.KEY_PERSON, 200),
        (1, Role.MANAGER, 403),
        (1, Role.ELECTED_OFFICIAL, 403),
        (0, Role.KEY_PERSON, 403),
        (None, Role.KEY_PERSON, 404),
    ],
)
def test_the_lead_and_the_host_change_them(client: Client, cluster, *, meeting, index, role, status) -> None:
    place = make_cluster(organisations=[make_organisation()]) if index is None else cluster
    client.as_person(make_member(place, place.organisations[index or 0], role))
    assert client.get(PAGE).status_code == status
    assert client.get(f"{MEETING}/objectives/new").status_code == status
    id, done = named("Plan").id, 302 if status == 200 else status
    assert client.get(f"/objectives/{id}/edit").status_code == status
    assert client.get(f"/objectives/{id}/removal").status_code == status
    assert act(client, "Plan", "move", to="down").status_code == done
    assert act(client, "Plan", "edit", text_en="Other").status_code == done
    assert client.post_form(f"{MEETING}/objectives/new", {"text_en": "New"}).status_code == done
    assert act(client, "Show", "removal").status_code == done
    assert listed() == (["Learn", "Other", "New"] if done == 302 else ["Plan", "Learn", "Show"])
    assert (f'href="{PAGE}"' in client.get(f"{MEETING}/").text) == (status == 200)


def test_one_is_added_at_the_end_and_changed_in_both_languages(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    form = {"text_sv": " Alla vet ", "text_en": "Everybody knows", "once": "n" * 20}
    assert client.post_form(f"{MEETING}/objectives/new", form).location == PAGE
    assert client.post_form(f"{MEETING}/objectives/new", form).location == PAGE
    assert listed() == ["Plan", "Learn", "Show", "Everybody knows"]
    assert act(client, "Everybody knows", "edit", text_sv="Alla kan", text_en="").location == PAGE
    db.session.expire_all()
    assert meeting.objectives[-1].text == {"sv": "Alla kan"}
    assert "Alla kan" in client.get(PAGE).text
    logged = db.session.scalars(sa.select(AuditEvent.detail).where(AuditEvent.action == "meetings.objectives")).all()
    assert [(one["what"], one["text"].get("sv")) for one in logged] == [("added", "Alla vet"), ("changed", "Alla kan")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text_sv": "  ", "text_en": "\u200b"}, "Write the objective in at least one language."),
        ({"text_sv": "å" * 301}, "301 characters, the limit is 300."),
    ],
)
def test_one_without_words_or_with_a_book_is_refused(client: Client, meeting, lead, given, sentence) -> None:
    client.as_person(lead)
    for answer in (client.post_form(f"{MEETING}/objectives/new", given), act(client, "Plan", "edit", **given)):
        assert answer.status_code == 422
        assert sentence in answer.text
        assert given["text_sv"].strip() in answer.text
    assert listed() == ["Plan", "Learn", "Show"]


def test_buttons_put_them_in_order(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    for text, to, order in (
        ("Show", "up", ["Plan", "Show", "Learn"]),
        ("Plan", "down", ["Show", "Plan", "Learn"]),
        ("Learn", "down", ["Show", "Plan", "Learn"]),
        ("Show", "up", ["Show", "Plan", "Learn"]),
    ):
        assert act(client, text, "move", to=to).location == PAGE
        assert listed() == order
    page = client.get(PAGE).text
    assert (page.count('value="up"'), page.count('value="down"')) == (2, 2)


def test_two_who_change_one_at_the_same_time_see_both(client: Client, cluster, meeting, lead) -> None:
    client.as_person(make_lead(cluster))
    act(client, "Plan", "edit", text_en="Theirs", text_sv="Deras", version=1)
    late = client.as_person(lead)
    late = act(client, "Theirs", "edit", text_en="Mine", version=1)
    assert late.status_code == 409
    assert '<p lang="en">Theirs</p>' in late.text
    assert '<p lang="sv">Deras</p>' in late.text
    assert "Mine</textarea>" in late.text
    assert act(client, "Theirs", "removal", version=1).location == PAGE
    assert "Somebody else changed the objective a moment ago." in client.get("/profile").text
    assert "Theirs" in listed()
    assert 'name="version" type="hidden" value="2"' in late.text
    assert act(client, "Theirs", "edit", text_en="Mine", version=2).status_code == 302
    assert listed() == ["Mine", "Learn", "Show"]


def test_taking_out_one_that_has_been_assessed_asks_first(client: Client, cluster, meeting, lead) -> None:
    alby, berga = cluster.organisations
    plan = named("Plan")
    make_assessment(plan, berga, words="Half of it")
    client.as_person(lead)
    asked = act(client, "Plan", "removal")
    assert asked.status_code == 200
    assert "1 organisation has said how far it has come with it." in asked.text
    assert "<p>Half of it</p>" in asked.text
    assert f'<form method="post" action="/objectives/{plan.id}/removal">' in asked.text
    assert "1 organisation has said how far it has come with this." in client.get(f"/objectives/{plan.id}/edit").text
    make_assessment(plan, alby)
    assert "2 organisations have said" in act(client, "Plan", "removal", sure="1").text
    assert listed() == ["Plan", "Learn", "Show"]
    assert act(client, "Plan", "removal", sure="2").location == PAGE
    assert listed() == ["Learn", "Show"]
    assert db.session.query(ObjectiveAssessment).count() == 0
    event = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event.detail == {"what": "removed", "text": {"en": "Plan", "sv": "Plan"}, "assessments": 2}


def test_those_of_a_closed_meeting_stay_and_what_was_written_is_kept(client: Client, meeting, lead) -> None:
    client.as_person(lead)
    meeting.closed_at = utc_now()
    db.session.commit()
    sentence = "The meeting is closed, so its objectives stay as they are."
    page = client.get(PAGE).text
    assert sentence in page
    assert ("Take out" in page, "Add an objective" in page) == (False, False)
    assert f'href="{PAGE}"' not in client.get(f"{MEETING}/").text
    for answer in (
        client.post_form(f"{MEETING}/objectives/new", {"text_en": "All of my text"}),
        act(client, "Plan", "edit", text_en="All of my text"),
    ):
        assert answer.status_code == 409
        assert f"{sentence} Your text is still here: copy it." in answer.text
        assert "All of my text</textarea>" in answer.text
    for what in ("move", "removal"):
        assert act(client, "Plan", what, to="down").location == PAGE
        assert sentence in client.get("/profile").text
    assert listed() == ["Plan", "Learn", "Show"]


def test_those_of_a_joint_meeting_are_changed_from_each_cluster(client: Client, cluster) -> None:
    meeting = make_meeting(cluster, 0, cluster_id=None)
    make_objective(meeting, "Meet")
    make_cluster("South", cluster.programme, [make_organisation("Cedra")])
    client.as_person(make_lead(cluster))
    for slug in ("north", "south"):
        page = f"/clusters/{slug}/meetings/0/objectives"
        assert "Meet" in client.get(f"{page}/edit").text
        assert client.post_form(f"{page}/new", {"text_en": slug}).location == f"{page}/edit"
    assert act(client, "Meet", "move", to="down").location == "/clusters/north/meetings/0/objectives/edit"
    assert listed() == ["north", "Meet", "south"]
    client.as_person(make_member(cluster))
    assert act(client, "Meet", "move", to="down").status_code == 403
