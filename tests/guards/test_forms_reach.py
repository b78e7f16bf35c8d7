"""No form reaches what its sender does not see: for everybody, each such address is not there, and nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from bench_presentations.models import Presentation
from benchplatform.accounts.models import SignIn
from benchplatform.athome.models import Occasion, StartingPoint
from benchplatform.database import Base, db
from benchplatform.discussions.models import Question, Thread, Widening
from benchplatform.friends.models import Card, Round
from benchplatform.ideas.models import Idea
from benchplatform.meetings.models import AgendaSlot, Notes, Objective, Preparation, ProgrammeTemplate, Room
from benchplatform.programmes.models import Cluster

from ..client import Client
from .scene import make_scene
from .test_reach import WHO

KEPT: dict[str, Any] = {
    "agenda-slots": AgendaSlot,
    "anchoring": Occasion,
    "clusters": Cluster,
    "critical-friends": Round,
    "feedback-cards": Card,
    "ideas": Idea,
    "notes": Notes,
    "objectives": Objective,
    "preparations": Preparation,
    "presentations": Presentation,
    "questions": Question,
    "rooms": Room,
    "starting-points": StartingPoint,
    "templates": ProgrammeTemplate,
    "threads": Thread,
    "widenings": Widening,
}
"""First word of an address -> the model that stands there."""

GIVEN = {"number": 1, "kind": "idea", "key": "bm1", "section": "about"}
FORM = {"text": "Words", "title": "Words", "new_title": "Words", "first": "2", "done": "yes", "why": "So"}


@pytest.mark.parametrize("who", WHO)
def test_no_form_reaches_what_one_does_not_see(app: Flask, tmp_path: Path, who: str) -> None:
    person, client = make_scene(app, tmp_path)[who], app.test_client()
    assert isinstance(client, Client)
    form = {"csrf_token": client.as_person(person).token()} | FORM
    before, tried = everything(), 0
    for model, rules in rules_by_model(app).items():
        for thing in db.session.scalars(sa.select(model).where(~model.visible_to(person))).all():
            for path in [address(rule, thing) for rule in rules]:
                assert client.post(path, data=form).status_code == 404, path
                tried += 1
    assert tried > 100
    assert everything() == before


def test_a_visitor_is_asked_to_sign_in_whether_it_is_there_or_not(app: Flask, tmp_path: Path) -> None:
    make_scene(app, tmp_path)
    client = app.test_client()
    assert isinstance(client, Client)
    form, before = {"csrf_token": client.token()} | FORM, everything()
    for model, rules in rules_by_model(app).items():
        thing = db.session.scalars(sa.select(model)).first()
        for path in [address(rule, thing) for rule in rules]:
            assert client.post(path, data=form).status_code == 401, path
    assert everything() == before


def rules_by_model(app: Flask) -> dict[Any, list[Rule]]:
    """But for administration, which is open to those who see no more of a cluster than that."""
    found: dict[Any, list[Rule]] = {}
    for rule in app.url_map.iter_rules():
        start, _, rest = rule.rule[1:].partition("/")
        if start in KEPT and rest.startswith("<") and "/administration/" not in rest and "POST" in (rule.methods or ()):
            found.setdefault(KEPT[start], []).append(rule)
    assert set(found) == set(KEPT.values())
    return found


def address(rule: Rule, thing: Any) -> str:
    path = rule.build({"slug": getattr(thing, "slug", ""), "id": thing.id, **GIVEN}, append_unknown=False)
    assert path, rule
    return path[1]


def everything() -> dict[str, list[Any]]:
    """All rows of all tables but those of who is signed in."""
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name != SignIn.__tablename__]
    return {table.name: sorted(map(repr, db.session.execute(sa.select(table)))) for table in tables}
