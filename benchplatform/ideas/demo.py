"""The demo's ideas: one that began as a post and has been taken up, and one that somebody wrote down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..database import db
from ..discussions.becoming import Chance, turn
from ..discussions.models import Post, Thread
from .hooks import becoming
from .models import Idea, Verdict

if TYPE_CHECKING:
    from ..demo import Demo

_WRITTEN = dt.time(16, 10)


def load(demo: Demo) -> None:
    for entry in demo.content["ideas"]:
        idea = _from_post(demo, entry) if "thread" in entry else _written(demo, entry)
        idea.written_at = demo.at(entry["offset_days"], _WRITTEN)
        if "taken_up" in entry:
            idea.decide(Verdict.TAKEN_UP, entry["taken_up"]["why"]["sv"], demo.people[entry["by"]])
            idea.taken_up_at = demo.at(entry["taken_up"]["offset_days"], _WRITTEN)


def _from_post(demo: Demo, entry: Mapping[str, Any]) -> Idea:
    """Made by the author of the post, with a title of its own."""
    here = Thread.title == entry["thread"], Thread.cluster_id == demo.cluster.id, Post.number == entry["post"]
    post = db.session.scalars(sa.select(Post).join(Post.thread).where(*here)).one()
    chance = Chance(post, becoming)
    idea: Idea = turn(chance, demo.people[entry["by"]])
    idea.title = entry["title"]["sv"]
    origin = chance.origin
    assert origin is not None
    origin.made_at = demo.at(entry["offset_days"], _WRITTEN)
    return idea


def _written(demo: Demo, entry: Mapping[str, Any]) -> Idea:
    person, meeting = demo.people[entry["by"]], demo.meetings[entry["meeting"]]
    idea = Idea(owner_id=person.memberships[0].organisation_id, written_by_id=person.id, meeting_id=meeting.id)
    for name, value in Idea.words(entry["title"]["sv"], entry["text"]["sv"]).items():
        setattr(idea, name, value)
    db.session.add(idea.share_audience_of(meeting))
    db.session.flush()
    return idea
