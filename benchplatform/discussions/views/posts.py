"""One post: its permanent link, its own page, and writing one."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...submissions import once
from .. import actions
from ..audiences import choices, chosen_for
from ..blueprint import bp
from ..forms import PostForm
from ..models import FollowedThread, NotOpen, Post, PostLink, Thread
from ..spaces import space_of
from .frame import address, frame_cluster, is_elsewhere, rendered, thread_frame


@bp.get("/threads/<id:id>/posts/<id:number>")
@requires("discussions.read", PostLink)
def post(post: Post) -> Any:
    """The permanent link of a post leads to its page, wherever that is now."""
    return redirect(address(post.thread_id, post.number))


@bp.post("/threads/<id:id>/posts/")
@requires("discussions.write", FollowedThread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    valid = form.validate_on_submit()
    if is_elsewhere(thread) or not thread.is_open:
        return _too_late(thread, form)
    if not valid or "preview" in request.form:
        preview = rendered(form.text) if valid else None
        page = thread_frame("discussions/reply.html", thread, form=form, preview=preview)
        return page, 200 if valid else 422
    try:
        post = actions.write(thread, current_user, form.text.data)
    except NotOpen:
        db.session.rollback()
        return _too_late(FollowedThread.load(current_user, thread.id) or abort(404), form)
    db.session.commit()
    flash(gettext("Your post is in the thread."), "done")
    return redirect(address(thread.id, post.number))


def _too_late(thread: Thread, form: PostForm) -> tuple[str, int]:
    """The thread was closed, locked or merged while the post was being written: its text, and where it can go now."""
    if thread.is_open:
        notice = gettext("Meanwhile the thread has become part of this one. Your text is still here: post it here.")
        return thread_frame("discussions/reply.html", thread, form=form, notice=notice), 409
    return thread_frame("discussions/too_late.html", thread, form=form, again=_again(thread)), 409


def _again(thread: Thread) -> dict[str, str] | None:
    """Where a new thread on the same subject is started, and for whom: for those who see this one, and no others."""
    space = space_of(thread, frame_cluster(thread), current_user)
    offered = choices(current_user, space.thing, space.cluster) if space else []
    choice = chosen_for(thread, offered)
    if choice is None:
        return None
    url = url_for("discussions.start_thread", on=thread.subject_kind, id=thread.subject_id)
    return {"url": url, "audience": choice.key}
