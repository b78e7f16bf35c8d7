"""Reading a thread, and starting one."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import pages
from ...database import db
from ...permissions import can, requires
from ...requests import accepts_several_files
from ...submissions import commit_unspent, once
from .. import actions
from ..audiences import choices
from ..blueprint import bp
from ..forms import LONGEST_TITLE, ThreadForm, empty_form, filled_form
from ..models import Thread
from ..page_of_posts import page_of_posts
from ..quoting import quoted
from ..spaces import Space
from .frame import reach_of, rendered, thread_frame


@bp.get("/threads/<id:id>/")
@requires("discussions.read", Thread)
def thread_page(thread: Thread) -> Any:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= thread.pages:
        abort(404)
    posts, may_write = partial(page_of_posts, thread, page), can("discussions.write", thread)
    number = request.args.get("quote", 0, type=int)
    quote = quoted(thread, number) if 0 < number <= thread.post_count else ""
    form = filled_form(quote) if quote else empty_form()
    given = {"page": page, "posts": posts, "may_write": may_write, "form": form, "is_quoting": bool(quote)}
    return thread_frame("discussions/thread_page.html", thread, **given)


@bp.route("/threads/new", methods=["GET", "POST"])
@accepts_several_files
@requires("discussions.start", Space)
@once
def start_thread(space: Space) -> Any:
    form = ThreadForm(title=request.args.get("title", "")[:LONGEST_TITLE])
    form.offer(choices(current_user, space.thing, space.cluster))
    has_files = form.take_files(current_user, space.thing)
    valid = form.validate_on_submit()
    if valid and "preview" not in request.form:
        thread = actions.start(space, current_user, form.title.data, form.text.data, form.chosen)
        db.session.commit()
        flash(gettext("The thread has begun."), "done")
        return redirect(url_for("discussions.thread_page", id=thread.id))
    if has_files:
        commit_unspent()
    return _start_page(space, form, valid), 200 if valid or request.method == "GET" else 422


def _start_page(space: Space, form: ThreadForm, valid: bool) -> str:
    pages.about(space.cluster)
    given: dict[str, Any] = {"space": space, "form": form, "preview": None, "reach": None}
    if valid:
        given["preview"] = rendered(form, space.cluster)
        given["reach"] = reach_of(form.text.data, space.cluster, actions.proposed(space, form.chosen))
    return render_template("discussions/start_thread.html", **given)
