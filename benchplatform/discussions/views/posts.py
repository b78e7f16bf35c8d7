"""One post: its permanent link, its own page, and writing one."""

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
from ..forms import PostForm
from ..models import Post, Thread
from ..questions import html_of
from .frame import address, rendered, thread_frame


@bp.get("/threads/<id:id>/posts/<id:number>")
@requires("discussions.read", Post)
def post(post: Post) -> Any:
    """The permanent link of a post leads to its page, wherever that is now."""
    return redirect(address(post.thread_id, post.number))


@bp.get("/threads/<id:id>/posts/<id:number>/about")
@requires("discussions.read", Post)
def post_page(post: Post) -> Any:
    """The post by itself, with all that one can do with it."""
    return thread_frame("discussions/post_page.html", post.thread, post=post, html_of=html_of)


@bp.post("/threads/<id:id>/posts/")
@requires("discussions.write", Thread)
@once
def write_post(thread: Thread) -> Any:
    form = PostForm()
    valid = form.validate_on_submit()
    if not valid or "preview" in request.form:
        preview = rendered(form) if valid else None
        page = thread_frame("discussions/reply.html", thread, form=form, preview=preview)
        return page, 200 if valid else 422
    post = actions.write(thread, current_user, form.text.data)
    db.session.commit()
    flash(gettext("Your post is in the thread."), "done")
    return redirect(address(thread.id, post.number))
