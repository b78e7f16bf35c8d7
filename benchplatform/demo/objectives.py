"""What the demo's organisations say of the objectives of the meetings that have been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import current_app

from ..database import db
from ..discussions.models import Thread
from ..meetings.models import ObjectiveAssessment
from ..pages import registry
from .scene import Demo

_SAID_AT = dt.time(15, 20)


def add(demo: Demo) -> None:
    """An entry's answers stand in the order of the meeting's objectives; those missing at the end are not given yet."""
    for entry in demo.content["objectives"]:
        meeting = demo.meetings[entry["meeting"]]
        at = demo.on(meeting.day + dt.timedelta(days=entry["days_after"]), _SAID_AT)
        for objective, told in zip(meeting.objectives, entry["answers"], strict=False):
            said = ObjectiveAssessment(objective_id=objective.id, answer=told["answer"], at=at)
            said.organisation_id, said.by_id = demo.organisations[entry["org"]].id, demo.people[entry["by"]].id
            said.words = told.get("words", {}).get("sv", "")
            said.proof_url = _proof(demo, told.get("proof", {}))
            db.session.add(said)


def _proof(demo: Demo, told: Mapping[str, Any]) -> str:
    """A page of the demo by its title, or an address on the web; empty where the feature that has it is off."""
    if "thread" in told:
        here = sa.select(Thread.id).where(Thread.title == told["thread"], Thread.cluster_id == demo.cluster.id)
        return _path("discussions.thread_page", db.session.scalars(here).one())
    if "presentation" in told:
        return _presentation(demo, told["presentation"])
    return str(told.get("url", ""))


def _presentation(demo: Demo, title: str) -> str:
    subject = registry().subjects.get("presentation")
    if subject is None:
        return ""
    model: Any = subject.model
    here = sa.select(model.id).where(model.title == title, model.cluster_id == demo.cluster.id)
    return _path("presentations.presentation_page", db.session.scalars(here).one())


def _path(endpoint: str, id: int) -> str:
    return str(current_app.url_map.bind("localhost").build(endpoint, {"id": id}))
