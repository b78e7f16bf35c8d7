"""What other features embed: the threads on a thing, in one line of their template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from ..database import db
from ..pages import registry
from ..plugin import Step
from ..programmes.models import Cluster
from . import consents, questions
from .audiences import grants_opening
from .models import Origin, Post, Thread
from .spaces import is_closed, places
from .thread_rows import on_subject


def threads_on(kind: str, subject_id: int) -> Markup:
    """The visible threads on a thing and its parts, and a way to start one for those who may.

    `{{ threads_on("meeting", meeting.id) }}`: the page has loaded the thing, so this adds one query, and one more for
    each kind of part that is talked about.
    """
    thing = db.session.get(registry().subjects[kind].model, subject_id)
    rows = on_subject(kind, subject_id, current_user)
    parts = {(row.subject_kind, row.subject_id) for row in rows} - {(kind, subject_id)}
    return Markup(  # noqa: S704 a template of ours, which escapes
        render_template(
            "discussions/_threads.html",
            rows=rows,
            places=places(parts, current_user),
            start_url=start_url(kind, thing) if thing else "",
        )
    )


def count_threads(kind: str, ids: Sequence[int]) -> dict[int, int]:
    """Id of a thing -> how many threads on it the person sees, for the things that have any; one query."""
    here = Thread.subject_kind == kind, Thread.subject_id.in_(ids), Thread.visible_to(current_user)
    counted = sa.select(Thread.subject_id, sa.func.count().label("many")).where(*here).group_by(Thread.subject_id)
    return {row.subject_id: row.many for row in db.session.execute(counted)}


def start_url(kind: str, thing: Any, title: str | None = None) -> str:
    """Where a thread on the thing is started, with a title proposed; empty when nobody, or not this person, may."""
    if not grants_opening(current_user, thing) or is_closed(registry().subjects[kind], thing.id):
        return ""
    return url_for("discussions.start_thread", on=kind, id=thing.id, title=title)


def origin_of(kind: str, id: int) -> Markup:
    """On the page of what was made: the post that it comes from, for those who see that.

    `{{ origin_of("idea", idea.id) }}`: one query.
    """
    here = Origin.kind == kind, Origin.thing_id == id
    post = db.session.scalar(
        sa.select(Post)
        .join(Origin, Origin.post_id == Post.id)
        .where(*here, Post.visible_to(current_user))
        .options(joinedload(Post.author))
    )
    return Markup(render_template("discussions/_origin.html", post=post) if post else "")  # noqa: S704 as above


def steps(person: Any, cluster: Cluster) -> Iterator[Step]:
    """Questions to answer, and whether her posts may be used and her threads be opened to more people."""
    for question in questions.asked_of(cluster, person):
        words = {"organisation": question.asker_name, "title": question.thread.title}
        title = gettext("Answer the question from %(organisation)s: %(title)s", **words)
        yield Step(title, url_for("discussions.thread_page", id=question.thread_id))
    for asked in consents.asked(person, cluster):
        yield _say(asked)


def _say(asked: consents.Asked) -> Step:
    words = {"title": asked.title}
    if asked.number is None:
        title = gettext("Say whether more people may see “%(title)s”", **words)
        return Step(title, url_for("discussions.about_thread", id=asked.thread_id, _anchor="asked"))
    url = url_for("discussions.post_page", id=asked.thread_id, number=asked.number)
    if asked.is_own:
        return Step(gettext("Say whether your post may be used: %(title)s", **words), url)
    return Step(gettext("Say whether a former participant's post may be used: %(title)s", **words), url)
