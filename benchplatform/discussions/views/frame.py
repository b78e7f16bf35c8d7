"""What the pages of one thread share: its place, who sees it, how it ended, and where a post stands."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import abort, g, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup
from wtforms import Field

from ... import dates, markup, pages
from ...accounts.models import Person
from ...audience import Audience
from ...pages import registry
from ...programmes.models import Cluster
from .. import history, mentions
from ..asking import line_of
from ..audiences import choices, chosen_for, who_sees
from ..models import Thread
from ..models.mentions import links
from ..spaces import cluster_of, is_closed, place, space_of


class Closed(NamedTuple):
    """Why nobody writes in a thread, in words: equal for all who read them in one language and time zone."""

    sentence: str
    conclusion: Markup
    conclusion_by: str
    how_to_go_on: str
    ends_here: bool = False
    """What the thread is about is closed, so no other thread on it is started."""


def thread_frame(template: str, thread: Thread, **given: Any) -> str:
    """A page about the thread, in the frame of its cluster."""
    cluster = frame_cluster(thread)
    audience, about = who_sees(thread, cluster), place(thread, current_user)
    told, closed = history.told_line(thread, cluster), closed_in_words(thread)
    given = {"notice": "", "preview": None, "is_late": False} | given
    given |= {"place": about, "audience": audience, "told": told, "closed": closed}
    given["question"] = line_of(thread.question)
    return render_template(template, thread=thread.head, **given)


def frame_cluster(thread: Thread) -> Cluster:
    """The cluster in whose frame the page stands; looked up once, also for a thread of a whole programme."""
    if "thread_cluster" not in g:
        g.thread_cluster = thread.cluster or cluster_of(thread, current_user)
        if g.thread_cluster is None:
            abort(404)
        pages.about(g.thread_cluster)
    found: Cluster = g.thread_cluster
    return found


def closed_in_words(thread: Thread) -> Closed | None:
    """None while one may write in it."""
    if thread.closed_at is not None:
        by = {"name": _name_of(thread.closed_by), "moment": dates.moment(thread.closed_at)}
        sentence = gettext("%(name)s closed this thread on %(moment)s.", **by)
        signed = gettext("%(name)s, %(moment)s", **by)
        go_on = gettext("Who started it, their organisation's key persons or a programme lead can open it again.")
        conclusion = markup.below(request.script_root, thread.shown_conclusion)
        return Closed(sentence, Markup(conclusion), signed, go_on)  # noqa: S704 sanitised when rendered
    if thread.locked_at is not None:
        by = {"name": _name_of(thread.locked_by), "moment": dates.moment(thread.locked_at)}
        sentence = gettext("%(name)s locked this thread on %(moment)s.", **by)
        ends_here = is_closed(registry().subjects[thread.subject_kind], thread.subject_id)
        return Closed(sentence, Markup(), "", gettext("A programme lead can unlock it."), ends_here)
    return None


def _name_of(person: Person | None) -> str:
    return person.name if person else gettext("Former participant")


def begin_anew(thread: Thread) -> dict[str, str] | None:
    """Where a new thread on the same subject is started, and for whom: for those who see this one, and no others."""
    space = space_of(thread, frame_cluster(thread), current_user)
    if space is None or space.is_closed:
        return None
    choice = chosen_for(thread, choices(current_user, space.thing, space.cluster))
    if choice is None:
        return None
    url = url_for("discussions.start_thread", on=thread.subject_kind, id=thread.subject_id)
    return {"url": url, "audience": choice.key, "title": thread.title}


def is_elsewhere(thread: Thread) -> bool:
    """Does the address name a thread that was merged into this one?"""
    return thread.id != (request.view_args or {}).get("id")


def rendered(field: Field, cluster: Cluster | None = None) -> Markup:
    """What was written, for a preview; in a cluster people are called by name in it."""
    called = mentions.found(field.data, cluster)
    html = markup.render(field.data, links(called))
    return Markup(markup.below(request.script_root, html))  # noqa: S704 sanitised there


def reach_of(text: str, cluster: Cluster | None, audience: Audience) -> mentions.Reach:
    """Who would be told of a text by the one who writes it, among those who see the thread."""
    return mentions.people(mentions.found(text, cluster), audience, current_user)


def address(thread_id: int, number: int) -> str:
    """Where a post stands: on its page, as things are now."""
    page = Thread.page_of(number)
    return url_for("discussions.thread_page", id=thread_id, page=page if page > 1 else None, _anchor=f"post-{number}")
