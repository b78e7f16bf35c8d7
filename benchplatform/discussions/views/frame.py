"""What the pages of one thread share: its place, who sees it, and where a post stands."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup

from ... import markup, pages
from ...audience import Audience
from ...programmes.models import Cluster
from .. import mentions
from ..audiences import who_sees
from ..forms import PostForm
from ..models import Thread
from ..spaces import cluster_of, place


def thread_frame(template: str, thread: Thread, **given: Any) -> str:
    """A page about the thread, in the frame of its cluster."""
    cluster = thread.cluster or cluster_of(thread, current_user)
    if cluster is None:
        abort(404)
    pages.about(cluster)
    audience, about = who_sees(thread, cluster), place(thread, current_user)
    return render_template(template, thread=thread.head, place=about, audience=audience, **given)


def rendered(form: PostForm, cluster: Cluster | None) -> Markup:
    """The text as it would be posted in the cluster."""
    called = mentions.found(form.text.data, cluster)
    html = markup.render(form.text.data, {mention.handle: mention.link for mention in called})
    return Markup(markup.below(request.script_root, html))  # noqa: S704 sanitised there


def reach_of(text: str, cluster: Cluster | None, audience: Audience) -> mentions.Reach:
    """Who would be told of a text by the one who writes it, among those who see the thread."""
    return mentions.people(mentions.found(text, cluster), audience, current_user)


def address(thread_id: int, number: int) -> str:
    """Where a post stands: on its page, as things are now."""
    page = Thread.page_of(number)
    return url_for("discussions.thread_page", id=thread_id, page=page if page > 1 else None, _anchor=f"post-{number}")
