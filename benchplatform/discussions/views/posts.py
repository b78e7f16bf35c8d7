"""One post: its permanent link, its own page, and writing one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...requests import accepts_several_files
from ...submissions import commit_unspent, once
from .. import actions
from ..blueprint import bp
from ..forms import PostForm
from ..models import Post, Thread
from ..spaces import cluster_of
from .frame import address, reach_of, rendered, thread_frame


@bp.get("/threads/<id:id>/posts/<id:number>")
@requires("discussions.read", Post)
def post(post: Post) -> Any:
    """The permanent link of a post leads to its page, wherever that is now."""
    return redirect(address(post.thread_id, post.number))


@bp.post("/threads/<id:id>/posts/")
@accepts_several_files
@requires("discussions.write", Thread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    has_files = form.take_files(current_user, thread)
    valid = form.validate_on_submit()
    if valid and "preview" not in request.form:
        post = actions.write(thread, current_user, form.text.data)
        db.session.commit()
        flash(gettext("Your post is in the thread."), "done")
        return redirect(address(thread.id, post.number))
    if has_files:
        commit_unspent()
    return _reply_page(thread, form, valid), 200 if valid else 422


def _reply_page(thread: Thread, form: PostForm, valid: bool) -> str:
    cluster = thread.cluster or cluster_of(thread, current_user)
    preview, reach = (rendered(form, cluster), reach_of(form.text.data, cluster, thread)) if valid else (None, None)
    return thread_frame("discussions/reply.html", thread, form=form, preview=preview, reach=reach)
