"""Reading a thread, writing in it, starting one, and finding them all."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup

from .. import markup, pages
from ..database import db
from ..permissions import can, requires
from ..programmes.models import Cluster
from ..submissions import once
from . import actions, thread_rows
from .audiences import choices, who_sees
from .forms import LONGEST_TITLE, PostForm, ThreadForm, empty_form
from .models import Post, Thread
from .page_of_posts import page_of_posts
from .spaces import Space, cluster_of, place, places

bp = Blueprint("discussions", __name__)


@bp.route("/clusters/<slug>/discussions/")
@requires("clusters.read", Cluster)
def thread_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    before = thread_rows.parse_cursor(request.args.get("before", ""))
    rows = thread_rows.in_cluster(cluster, current_user, before)
    shown, has_more = rows[: thread_rows.ROWS], len(rows) > thread_rows.ROWS
    return render_template(
        "discussions/thread_list.html",
        rows=shown,
        places=places({(row.subject_kind, row.subject_id) for row in shown}, current_user),
        older=thread_rows.cursor(shown[-1]) if has_more else "",
        is_first=before is None,
    )


@bp.route("/threads/<id:id>/")
@requires("discussions.read", Thread)
def thread_page(thread: Thread) -> Any:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= thread.pages:
        abort(404)
    posts, may_write = partial(page_of_posts, thread, page), can("discussions.write", thread)
    given = {"page": page, "posts": posts, "may_write": may_write, "form": empty_form()}
    return _thread_page("discussions/thread_page.html", thread, **given)


@bp.route("/threads/<id:id>/posts/<id:number>")
@requires("discussions.read", Post)
def post(post: Post) -> Any:
    """The permanent link of a post leads to its page, wherever that is now."""
    return redirect(_address(post.thread_id, post.number))


@bp.route("/threads/<id:id>/posts/", methods=["POST"])
@requires("discussions.write", Thread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    valid = form.validate_on_submit()
    if not valid or "preview" in request.form:
        preview = _rendered(form) if valid else None
        page = _thread_page("discussions/reply.html", thread, form=form, preview=preview)
        return page, 200 if valid else 422
    post = actions.write(thread, current_user, form.text.data)
    db.session.commit()
    flash(gettext("Your post is in the thread."), "done")
    return redirect(_address(thread.id, post.number))


@bp.route("/threads/new", methods=["GET", "POST"])
@requires("discussions.start", Space)
@once
def start_thread(space: Space) -> Any:
    form = ThreadForm(title=request.args.get("title", "")[:LONGEST_TITLE])
    form.offer(choices(current_user, space.thing, space.cluster))
    valid = form.validate_on_submit()
    if not valid or "preview" in request.form:
        pages.about(space.cluster)
        preview = _rendered(form) if valid else None
        page = render_template("discussions/start_thread.html", space=space, form=form, preview=preview)
        return page, 200 if valid or request.method == "GET" else 422
    thread = actions.start(space, current_user, form.title.data, form.text.data, form.chosen)
    db.session.commit()
    flash(gettext("The thread has begun."), "done")
    return redirect(url_for("discussions.thread_page", id=thread.id))


def _thread_page(template: str, thread: Thread, **given: Any) -> str:
    cluster = thread.cluster or cluster_of(thread, current_user)
    if cluster is None:
        abort(404)
    pages.about(cluster)
    audience, about = who_sees(thread, cluster), place(thread, current_user)
    return render_template(template, thread=thread.head, place=about, audience=audience, **given)


def _rendered(form: PostForm) -> Markup:
    return Markup(markup.render(form.text.data))  # noqa: S704 sanitised there


def _address(thread_id: int, number: int) -> str:
    page = Thread.page_of(number)
    return url_for("discussions.thread_page", id=thread_id, page=page if page > 1 else None, _anchor=f"post-{number}")
