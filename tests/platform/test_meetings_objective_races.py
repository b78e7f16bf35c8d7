"""Objectives assessed, carried over and closed at the same moment: each is told, and nothing is there twice."""

from __future__ import annotations

import pytest
from flask import Flask

from benchplatform.database import db
from benchplatform.meetings.models import Meeting, Objective, ObjectiveAssessment
from tests.factories import (
    day_in,
    make_assessment,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
)

from .test_programmes_races import at_once, browser, statuses, together

MEETINGS = "/clusters/north/meetings"


@pytest.fixture
def held(cluster) -> Meeting:
    return make_meeting(cluster, 2, day_in(-1))


def test_colleagues_who_say_the_first_word_at_once(app: Flask, cluster, held) -> None:
    berga, objectives = cluster.organisations[1], [make_objective(held, text) for text in ("Plan", "Learn")]
    forms = []
    for number in range(4):
        client, token = browser(app, make_member(cluster, berga))
        said = {f"objective-{one.id}-{name}": value for one in objectives
                for name, value in {"answer": "met", "words": f"Mine {number}", "version": "0"}.items()}  # fmt: skip
        forms.append((client, f"{MEETINGS}/2/objectives", said | {"csrf_token": token}))
    answers = together(forms)
    assert sorted(statuses(answers)) == [302, 409, 409, 409]
    rows = db.session.query(ObjectiveAssessment).all()
    assert len({row.words for row in rows}) == 1
    assert [(row.objective_id, row.version) for row in rows] == [(one.id, 1) for one in objectives]


def test_an_answer_at_the_moment_of_closing_is_taken_or_refused_whole(app: Flask, cluster, held) -> None:
    objective, lead = make_objective(held), make_lead(cluster)
    said = {f"objective-{objective.id}-answer": "met", f"objective-{objective.id}-words": "All of my text"}
    (member, token), (closer, other) = browser(app, make_member(cluster)), browser(app, lead)
    forms = [(member, f"{MEETINGS}/2/objectives", said | {"csrf_token": token})]
    answers = together([*forms, (closer, f"{MEETINGS}/2/closing", {"csrf_token": other})])
    refused = [answer for answer in answers if answer.status_code == 409]
    assert db.session.query(ObjectiveAssessment).count() == 1 - len(refused)
    assert all("All of my text</pre>" in answer.text for answer in refused)
    assert db.session.query(Meeting.closed_at).scalar() is not None


def test_leads_who_carry_the_same_over_at_once(app: Flask, cluster, held) -> None:
    objective, coming = make_objective(held, "Plan"), make_meeting(cluster, 3)
    make_assessment(objective, cluster.organisations[0])
    answers = at_once(app, lambda: make_lead(cluster), f"{MEETINGS}/3/carried/objectives", {"objective": objective.id})
    assert statuses(answers) == [302] * 4
    assert db.session.query(Objective).filter_by(carried_from_id=objective.id).count() == 1
    answers = at_once(app, lambda: make_lead(cluster), f"{MEETINGS}/3/carried/slot", {})
    assert statuses(answers) == [302] * 4
    db.session.expire_all()
    assert len(coming.agenda) == 1


def test_objectives_that_are_added_and_moved_at_once_stand_in_one_order(app: Flask, cluster) -> None:
    meeting = make_meeting(cluster, 3)
    first, last = make_objective(meeting, "First"), make_objective(meeting, "Last")
    forms = []
    for path, form in (
        (f"{MEETINGS}/3/objectives/new", {"text_en": "New"}),
        (f"{MEETINGS}/3/objectives/new", {"text_en": "Newer"}),
        (f"/objectives/{first.id}/move", {"to": "down"}),
        (f"/objectives/{last.id}/move", {"to": "up"}),
    ):
        client, token = browser(app, make_lead(cluster))
        forms.append((client, path, form | {"csrf_token": token}))
    assert statuses(together(forms)) == [302] * 4
    db.session.expire_all()
    assert len({one.position for one in meeting.objectives}) == 4


def test_one_that_is_taken_out_while_others_change_it(app: Flask, cluster) -> None:
    objective = make_objective(make_meeting(cluster, 3))
    forms = []
    for what, form in (("removal", {}), ("removal", {}), ("edit", {"text_en": "Other"}), ("move", {"to": "up"})):
        client, token = browser(app, make_lead(cluster))
        forms.append((client, f"/objectives/{objective.id}/{what}", form | {"csrf_token": token, "version": "1"}))
    assert set(statuses(together(forms))) <= {302, 404}
    texts = [one.text["en"] for one in db.session.query(Objective).all()]
    assert texts in ([], ["Other"])
