"""Writing a post, changing one's own, and what it said before."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...requests import accepts_several_files
from ...submissions import commit_unspent, once
from .. import actions
from ..blueprint import bp
from ..desk import place_in
from ..forms import EditForm, PostForm
from ..models import Draft, FollowedThread, NotOpen, Post, Thread
from ..wordings import wordings
from .frame import address, begin_anew, frame_cluster, is_elsewhere, reach_of, rendered, thread_frame
from .post_page import back_to


@bp.post("/threads/<id:id>/posts/")
@accepts_several_files
@requires("discussions.write", FollowedThread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    if is_elsewhere(thread) or not thread.is_open:
        return _too_late(thread, form)
    has_files = form.take_files(current_user, thread)
    valid = form.validate_on_submit()
    if valid and "preview" not in request.form:
        try:
            post = actions.write(thread, current_user, form.text.data)
        except NotOpen:
            db.session.rollback()
            return _too_late(FollowedThread.load(current_user, thread.id) or abort(404), form)
        Draft.discard(place_in(thread.id), current_user)
        db.session.commit()
        flash(gettext("Your post is in the thread."), "done")
        return redirect(address(thread.id, post.number))
    if has_files:
        commit_unspent()
    return _reply_page(thread, form, valid), 200 if valid else 422


@bp.route("/threads/<id:id>/posts/<id:number>/edit", methods=["GET", "POST"])
@requires("discussions.edit", Post)
@once
def edit_post(post: Post) -> Any:
    form = EditForm(obj=post)
    if not form.is_submitted():
        return _edit_page(post, form) if post.thread.is_open and not post.is_removed else back_to(post)
    if not post.thread.is_open:
        return _edit_page(post, form), 409
    if not form.validate():
        return _edit_page(post, form), 422
    if "preview" in request.form:
        return _edit_page(post, form, preview=rendered(form.text, frame_cluster(post.thread)))
    if not post.is_removed and form.text.data == post.text:
        flash(gettext("Your post says what it said before."), "done")
        return redirect(address(post.thread_id, post.number))
    if not actions.reword(post, form.version.data, form.text.data):
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


def _too_late(thread: Thread, form: PostForm) -> tuple[str, int]:
    """The thread was closed, locked or merged while the post was being written: its text, and where it can go now."""
    if thread.is_open:
        notice = gettext("Meanwhile the thread has become part of this one. Your text is still here: post it here.")
        draft = Draft.at(place_in(thread.id), current_user)
        return thread_frame("discussions/reply.html", thread, form=form, notice=notice, draft=draft), 409
    return thread_frame("discussions/too_late.html", thread, form=form, again=begin_anew(thread)), 409


def _reply_page(thread: Thread, form: PostForm, valid: bool) -> str:
    cluster, draft = frame_cluster(thread), Draft.at(place_in(thread.id), current_user)
    preview, reach = None, None
    if valid:
        preview, reach = rendered(form.text, cluster), reach_of(form.text.data, cluster, thread)
    return thread_frame("discussions/reply.html", thread, form=form, preview=preview, reach=reach, draft=draft)
