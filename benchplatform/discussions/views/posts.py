"""Writing a post, changing one's own, and what it said before."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...submissions import once
from .. import actions
from ..blueprint import bp
from ..desk import place_in
from ..forms import EditForm, PostForm
from ..models import Draft, Post, Thread
from ..wordings import wordings
from .frame import address, rendered, thread_frame
from .post_page import back_to


@bp.post("/threads/<id:id>/posts/")
@requires("discussions.write", Thread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    valid = form.validate_on_submit()
    if not valid or "preview" in request.form:
        preview = rendered(form) if valid else None
        draft = Draft.at(place_in(thread.id), current_user)
        page = thread_frame("discussions/reply.html", thread, form=form, preview=preview, draft=draft)
        return page, 200 if valid else 422
    post = actions.write(thread, current_user, form.text.data)
    Draft.discard(place_in(thread.id), current_user)
    db.session.commit()
    flash(gettext("Your post is in the thread."), "done")
    return redirect(address(thread.id, post.number))


@bp.route("/threads/<id:id>/posts/<id:number>/edit", methods=["GET", "POST"])
@requires("discussions.edit", Post)
@once
def edit_post(post: Post) -> Any:
    form = EditForm(obj=post)
    if not form.is_submitted():
        return back_to(post) if post.is_removed else _edit_page(post, form)
    if not form.validate():
        return _edit_page(post, form), 422
    if "preview" in request.form:
        return _edit_page(post, form, preview=rendered(form))
    if not post.is_removed and form.text.data == post.text:
        flash(gettext("Your post says what it said before."), "done")
        return redirect(address(post.thread_id, post.number))
    if not post.reword(form.version.data, form.text.data):
        form.version.start_from(post.version)
        return _edit_page(post, form, is_clash=True), 409
    db.session.commit()
    flash(gettext("Your post is changed. What it said before can still be read."), "done")
    return redirect(address(post.thread_id, post.number))


@bp.get("/threads/<id:id>/posts/<id:number>/versions")
@requires("discussions.read_text", Post)
def post_versions(post: Post) -> Any:
    """Everything the post has said, newest first, each with what is new in it."""
    before = request.args.get("before", 0, type=int)
    found, older = wordings(post, before if 1 < before <= post.version else None)
    return thread_frame("discussions/post_versions.html", post.thread, post=post, wordings=found, older=older)


def _edit_page(post: Post, form: EditForm, **given: Any) -> str:
    given = {"preview": None, "is_clash": False} | given
    return thread_frame("discussions/edit_post.html", post.thread, post=post, form=form, **given)
