"""What the demo's organisations say of the objectives, and what meeting 2 leaves to meeting 3."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.meetings.models import Meeting, Objective, ObjectiveAssessment
from benchplatform.programmes.models import Membership

from ..client import Client
from .conftest import SUNDAY

pytestmark = pytest.mark.usefixtures("demo")


def test_meetings_that_have_been_are_assessed_by_people_who_were_members_then() -> None:
    found = sa.select(Meeting.number, sa.func.count()).join(Objective, Objective.meeting_id == Meeting.id)
    said = found.join(ObjectiveAssessment, ObjectiveAssessment.objective_id == Objective.id).group_by(Meeting.number)
    assert [tuple(row) for row in db.session.execute(said.order_by(Meeting.number))] == [(0, 16), (1, 20), (2, 15)]
    for one in db.session.scalars(sa.select(ObjectiveAssessment)):
        memberships = db.session.scalars(sa.select(Membership).where(Membership.person_id == one.by_id)).all()
        assert [membership.organisation_id for membership in memberships] == [one.organisation_id]
        assert memberships[0].since <= one.at < SUNDAY


def test_every_link_to_proof_on_this_site_opens(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    client.as_person(db.session.scalars(sa.select(Person).where(Person.name == "Miriam Haile")).one())
    proofs = set(db.session.scalars(sa.select(ObjectiveAssessment.proof_url))) - {""}
    own = sorted(proof for proof in proofs if proof.startswith("/"))
    assert (len(own), len(proofs)) == (14, 16)
    assert [client.get(proof).status_code for proof in own] == [200] * 14


def test_meeting_3_opens_with_what_meeting_2_left(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    client.as_person(db.session.scalars(sa.select(Person).where(Person.name == "Ylva Sandgren")).one())
    assert "3 objectives that are not met everywhere" in client.get("/clusters/demo/meetings/3/").text
    page = client.get("/clusters/demo/meetings/3/carried").text
    assert re.findall(r"<li><span>([^<]+)</span>", page) == [
        "Lövinge kommun", "Strandhamra kommun", "Strandhamra kommun", "Lövinge kommun",
    ]  # fmt: skip
    assert re.findall(r'href="/ideas/\d+/">([^<]+)<', page) == [
        "De som använder rullstol eller rollator",
        "Handläggare från två kommuner läser varandras beslut",
        "Samma regel för små grupper i alla våra rapporter",
    ]
    assert "3 of 4 organisations" in client.get("/clusters/demo/meetings/2/objectives").text
