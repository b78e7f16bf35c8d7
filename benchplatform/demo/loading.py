"""Load the demo into an empty database, once; later, keep its third meeting ahead."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from .. import audit, dates
from ..accounts.models import Person
from ..database import db, writing
from ..organisations.models import Organisation
from ..pages import registry
from ..programmes.models import Programme
from . import coming, content, meetings, objectives, people, preparations, readings, rooms, templates, threads
from .scene import Demo


def load() -> str:
    """A sentence about what happened. All in one transaction: cut off in the middle, it leaves nothing behind."""
    with writing():
        _let_nobody_in()
        programme = db.session.scalar(sa.select(Programme).where(Programme.is_demo).order_by(Programme.id).limit(1))
        if programme is not None:
            return _keep_ahead(programme)
        if _is_used():
            return "The demo was not loaded: there are people or organisations in the database already."
        return _load()


def _let_nobody_in() -> None:
    """Two who load at once wait for each other; on SQLite the write lock sees to it already."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text(f"LOCK TABLE {Person.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def _is_used() -> bool:
    there = sa.or_(sa.select(Person.id).exists(), sa.select(Organisation.id).exists())
    return bool(db.session.scalar(sa.select(there)))


def _load() -> str:
    demo = _scene(dates.today())
    preparations.add_completions(demo)
    coming.add(demo)
    rooms.add(demo)
    threads.add(demo)
    templates.add(demo)
    for plugin in registry().plugins:
        if plugin.demo:
            plugin.demo(demo)
    objectives.add(demo)
    meetings.run(demo)
    meetings.close(demo)
    readings.add(demo)
    audit.record("demo.load", demo.cluster.programme)
    return (
        f"The demo is loaded: {len(demo.organisations)} organisations, {len(demo.people)} people, "
        f"{len(demo.meetings)} meetings. Meeting 3 is on {demo.meetings['bm3'].day}."
    )


def _scene(today: dt.date) -> Demo:
    given = content.read()
    organisations = people.add_organisations(given)
    cluster = people.add_cluster(given, organisations)
    everybody = people.add_people(given, cluster, organisations, today)
    planned = meetings.plan(given, cluster, organisations, everybody, today)
    return Demo(given, cluster, organisations, everybody, planned, today)


def _keep_ahead(programme: Programme) -> str:
    weeks = meetings.move_ahead(programme, dates.today())
    if not weeks:
        return "The demo is there already."
    audit.record("demo.move", programme, weeks=weeks)
    return (
        f"The demo is there already. Its meetings were moved {weeks} weeks ahead, so that meeting 3 is still to come."
    )
