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
from ...submissions import once
from .. import actions
from ..asking import mentor_to_ask
from ..audiences import choices
from ..blueprint import bp
from ..forms import LONGEST_TITLE, ThreadForm, empty_form
from ..models import Thread
from ..page_of_posts import page_of_posts
from ..spaces import Space
from .frame import rendered, thread_frame


@bp.get("/threads/<id:id>/")
@requires("discussions.read", Thread)
def thread_page(thread: Thread) -> Any:
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= thread.pages:
        abort(404)
    posts, may_write = partial(page_of_posts, thread, page), can("discussions.write", thread)
    given = {"page": page, "posts": posts, "may_write": may_write, "form": empty_form()}
    return thread_frame("discussions/thread_page.html", thread, **given)


@bp.route("/threads/new", methods=["GET", "POST"])
@requires("discussions.start", Space)
@once
def start_thread(space: Space) -> Any:
    form = ThreadForm(title=request.args.get("title", "")[:LONGEST_TITLE])
    form.offer(choices(current_user, space.thing, space.cluster))
    form.offer_mentor(mentor_to_ask(current_user, space))
    valid = form.validate_on_submit()
    if not valid or "preview" in request.form:
        pages.about(space.cluster)
        preview = rendered(form) if valid else None
        page = render_template("discussions/start_thread.html", space=space, form=form, preview=preview)
        return page, 200 if valid or request.method == "GET" else 422
    thread = actions.start(space, current_user, form.title.data, form.text.data, form.chosen, asked=form.asked)
    db.session.commit()
    flash(gettext("Your question is asked.") if form.asked else gettext("The thread has begun."), "done")
    return redirect(url_for("discussions.thread_page", id=thread.id))
