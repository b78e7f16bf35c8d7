"""The demo's templates: the built-in one, and a copy that the lead has adapted."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.meetings.models import Meeting, ProgrammeTemplate
from benchplatform.meetings.templating import builtin

from ..client import Client

pytestmark = pytest.mark.usefixtures("demo")


def test_the_lead_finds_the_built_in_template_and_an_adapted_copy_with_two_versions(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    lead = db.session.scalars(sa.select(Person).where(Person.name == "Ylva Sandgren")).one()
    own = db.session.scalars(sa.select(ProgrammeTemplate).where(ProgrammeTemplate.programme_id.is_not(None))).one()
    page = client.as_person(lead).get("/admin/programmes/demo/templates/").text
    assert "Programme with three benchmarking meetings" in page
    assert "Our way: with those who meet the residents" in page
    versions = client.get(f"/templates/{own.id}/versions/").text
    assert "Version 2" in versions
    assert "Changed: Meeting 2: Title and objectives; Meeting 2: Preparations" in versions
    assert own.newest.made_by == lead


def test_the_demo_s_meetings_say_what_they_were_made_from() -> None:
    made_from = set(db.session.scalars(sa.select(Meeting.template_version_id)))
    assert made_from == {builtin.current().id}
