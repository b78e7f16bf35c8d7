"""Reading a thread, and starting one."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import pages
from ...afterwards import note_afterwards
from ...database import db
from ...permissions import can, requires
from ...requests import accepts_several_files
from ...submissions import commit_unspent, once
from .. import actions
from ..asking import mentor_to_ask
from ..audiences import choices
from ..blueprint import bp
from ..desk import Desk
from ..forms import LONGEST_TITLE, ThreadForm, filled_form
from ..models import PAGE, Draft, Newest, Reading, Thread
from ..page_of_posts import page_of_posts, posts_between
from ..quoting import quoted
from ..spaces import Space
from .frame import address, begin_anew, is_elsewhere, reach_of, rendered, thread_frame


@bp.get("/threads/<id:id>/")
@requires("discussions.read", Desk)
def thread_page(desk: Desk) -> Any:
    thread = desk.thread
    if is_elsewhere(thread):
        return redirect(url_for("discussions.thread_page", id=thread.id))
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= thread.pages:
        abort(404)
    last = min(thread.post_count, page * PAGE)
    may_write = can("discussions.write", thread)
    posts = partial(page_of_posts, thread, page, may_write=may_write, read_to=desk.read_to)
    given = {"page": page, "posts": posts, "last": last}
    number = request.args.get("quote", 0, type=int)
    quote = quoted(thread, number) if 0 < number <= thread.post_count else ""
    form = filled_form("\n\n".join(filter(None, (desk.words, quote)))) if quote else desk.form
    given |= {"may_write": may_write, "form": form, "draft": desk.draft}
    given["is_quoting"] = bool(quote)
    given["again"] = begin_anew(thread) if desk.draft and not thread.is_open else None
    response = make_response(thread_frame("discussions/thread_page.html", thread, **given))
    if last > desk.read_to:
        note_afterwards(response, Reading.up_to(current_user.id, thread.id, last))
    return response


@bp.get("/threads/<id:id>/unread")
@requires("discussions.read", Desk)
def first_unread(desk: Desk) -> Any:
    """Where one goes on reading: the first post that is new, or the newest when none is."""
    return redirect(address(desk.thread.id, min(desk.read_to + 1, desk.thread.post_count)))


@bp.get("/threads/<id:id>/posts/")
@requires("discussions.read", Newest)
def new_posts(newest: Newest) -> Any:
    """What has come after the post `after` of a page that is being read: ready posts, or nothing.

    An empty answer and no 204, after which the web server would end the connection.
    """
    after = request.args.get("after", 0, type=int)
    if not 0 < after < newest.number:
        g.is_quiet = True
        return ""
    last = Thread.page_of(after) * PAGE
    return render_template(
        "discussions/_news.html", newest=newest, posts=posts_between(newest.thread_id, after + 1, last), last=last
    )


@bp.route("/threads/new", methods=["GET", "POST"])
@accepts_several_files
@requires("discussions.start", Space)
@once
def start_thread(space: Space) -> Any:
    draft = Draft.at(space.key, current_user)
    left = (
        {"title": draft.title, "text": draft.text}
        if draft
        else {"title": request.args.get("title", "")[:LONGEST_TITLE]}
    )
    form = ThreadForm(data=left)
    form.offer(choices(current_user, space.thing, space.cluster))
    form.offer_mentor(mentor_to_ask(current_user, space))
    has_files = form.take_files(current_user, space.thing)
    valid = form.validate_on_submit()
    if space.is_closed:
        return _start_page(space, form, draft, valid), 200 if request.method == "GET" else 409
    if valid and "preview" not in request.form:
        thread = actions.start(space, current_user, form.title.data, form.text.data, form.chosen, asked=form.asked)
        Draft.discard(space.key, current_user)
        db.session.commit()
        flash(gettext("Your question is asked.") if form.asked else gettext("The thread has begun."), "done")
        return redirect(url_for("discussions.thread_page", id=thread.id))
    if has_files:
        commit_unspent()
    return _start_page(space, form, draft, valid), 200 if valid or request.method == "GET" else 422


def _start_page(space: Space, form: ThreadForm, draft: Draft | None, valid: bool) -> str:
    pages.about(space.cluster)
    given: dict[str, Any] = {"space": space, "form": form, "draft": draft, "preview": None, "reach": None}
    if valid:
        given["preview"] = rendered(form.text, space.cluster)
        given["reach"] = reach_of(form.text.data, space.cluster, actions.proposed(space, form.chosen))
    return render_template("discussions/start_thread.html", **given)
