"""The demo's work at home: whom its organisations have told since the start-up, and where they stood before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..database import db
from .models import How, Occasion, StartingPoint

if TYPE_CHECKING:
    from ..demo import Demo

_WRITTEN = dt.time(15, 20)
_FRIDAY = 4


def load(demo: Demo) -> None:
    for entry in demo.content["anchoring"]:
        db.session.add(_occasion(demo, entry))
    for entry in demo.content["starting_points"]:
        _add_starting_point(demo, entry)
    db.session.flush()


def _occasion(demo: Demo, entry: Mapping[str, Any]) -> Occasion:
    """People are told on working days: what would fall on a weekend was on the Friday before."""
    day = demo.today + dt.timedelta(entry["offset_days"])
    day -= dt.timedelta(max(0, day.weekday() - _FRIDAY))
    return Occasion(
        programme_id=demo.cluster.programme_id,
        cluster_id=demo.cluster.id,
        owner_id=demo.organisations[entry["org"]].id,
        day=day,
        group_told=entry["group"]["sv"],
        people=entry["people"],
        how=How(entry["how"]),
        learnt=entry["learnt"]["sv"],
        locale="sv",
        written_at=demo.on(day, _WRITTEN),
        written_by_id=demo.people[entry["by"]].id,
    )


def _add_starting_point(demo: Demo, entry: Mapping[str, Any]) -> None:
    answers = {key: answer if isinstance(answer, int) else answer["sv"] for key, answer in entry["answers"].items()}
    made = StartingPoint.begin(demo.cluster, demo.organisations[entry["org"]].id, answers=answers, locale="sv")
    assert made is not None
    if "published" in entry:
        made.publish(demo.people[entry["by"]], at=demo.at(entry["published"], _WRITTEN))
