"""What the pages of one thread share: its place, who sees it, and where a post stands."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from ... import markup, pages
from ..asking import line_of
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
    given |= {"place": about, "audience": audience, "question": line_of(thread.question)}
    return render_template(template, thread=thread.head, **given)


def rendered(form: PostForm) -> Markup:
    return Markup(markup.render(form.text.data))  # noqa: S704 sanitised there


def address(thread_id: int, number: int) -> str:
    """Where a post stands: on its page, as things are now."""
    page = Thread.page_of(number)
    return url_for("discussions.thread_page", id=thread_id, page=page if page > 1 else None, _anchor=f"post-{number}")
