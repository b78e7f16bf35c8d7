"""What ideas bring to other pages: cards on clusters and meetings, threads on an idea, and posts that become one."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask_babel import lazy_gettext
from flask_login import current_user

from ..accounts.models import Person
from ..database import db
from ..discussions.models import Post
from ..fields import clean_line
from ..meetings.hooks import subject as meetings
from ..meetings.models import Meeting
from ..plugin import Becoming, Carried, Subject
from ..programmes.models import Cluster
from .models import Idea
from .names import state_of

LISTED = 3
TITLE_LENGTH = 100
_MARKS = re.compile(r"^[\s#>*+_`|\-]+|[*_`]+")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s")


def on_cluster(cluster: Cluster) -> str:
    """Panel on a cluster's page: how many ideas, and the newest."""
    return _panel(cluster, Idea.of(cluster))


def on_meeting(meeting: Meeting) -> str:
    """Panel on a meeting's page: the ideas that came up there."""
    cluster = meeting.seen_from
    return _panel(cluster, sa.and_(Idea.meeting_id == meeting.id, Idea.of(cluster)), meeting)


def _panel(cluster: Cluster, which: sa.ColumnElement[bool], meeting: Meeting | None = None) -> str:
    """One query: the newest few, and beside each how many there are."""
    seen = sa.select(Idea, sa.func.count().over()).where(which, Idea.visible_to(current_user))
    rows = db.session.execute(seen.order_by(Idea.id.desc()).limit(LISTED)).all()
    count = rows[0][1] if rows else 0
    ideas = [row[0] for row in rows]
    return render_template("ideas/_panel.html", ideas=ideas, count=count, meeting=meeting, slug=cluster.slug)


def from_post(post: Post, person: Person) -> Idea:
    """The post's words as an idea of its organisation, seen by those who see the thread."""
    thread = post.thread
    idea = Idea(owner_id=post.organisation_id, written_by_id=person.id)
    for name, value in Idea.words(opening_words(post.text) or thread.title, post.text).items():
        setattr(idea, name, value)
    idea.meeting_id = thread.subject_id if thread.subject_kind == meetings.kind else None
    db.session.add(idea.share_audience_of(thread))
    return idea


def opening_words(text: str) -> str:
    """The first sentence of a Markdown text, short enough for a title."""
    lines = (clean_line(_MARKS.sub("", line)) for line in text.splitlines())
    first = _SENTENCE_END.split(next(filter(None, lines), ""))[0]
    if len(first) <= TITLE_LENGTH:
        return first.removesuffix(".")
    return first[:TITLE_LENGTH].rpartition(" ")[0] + "…" if " " in first[:TITLE_LENGTH] else first[:TITLE_LENGTH] + "…"


def address(idea: Any) -> str:
    return url_for("ideas.idea_page", id=idea.id)


subject = Subject(
    "idea",
    Idea,
    title=lambda idea: str(idea.title),
    url=address,
    depends_on=(Idea.title,),
    within=("meeting", Idea.meeting_id),
    carried=Carried(
        lazy_gettext("Ideas"), Idea.dropped_at.is_(None), state=state_of, whose=lambda idea: str(idea.owner.name)
    ),
)
becoming = Becoming(
    subject,
    label=lazy_gettext("Make it an idea"),
    became=lazy_gettext("Became the idea"),
    permission="ideas.make",
    make=from_post,
)
