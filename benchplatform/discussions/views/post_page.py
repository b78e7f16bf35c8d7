"""One post: its permanent link, and its own page with all that one may do with it."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_login import current_user

from ...permissions import can, requires
from ..blueprint import bp
from ..forms import HidingForm, RemovalForm, ReportForm
from ..models import Post, PostLink, PostReport
from ..page_of_posts import initials, removal_words
from .frame import address, thread_frame


@bp.get("/threads/<id:id>/posts/<id:number>")
@requires("discussions.read", PostLink)
def post(post: Post) -> Any:
    """The permanent link of a post leads to its page, wherever that is now."""
    return redirect(address(post.thread_id, post.number))


@bp.get("/threads/<id:id>/posts/<id:number>/about")
@requires("discussions.read", Post)
def post_page(post: Post) -> Any:
    return show(post)


def show(post: Post, **forms: Any) -> str:
    """The post's page; a form that was refused is shown again with what was written in it."""
    moderates = can("discussions.moderate", post)
    given = {"removal_form": removal_form(post)(), "report_form": ReportForm()} | forms
    return thread_frame(
        "discussions/post_page.html",
        post.thread,
        post=post,
        trace=removal_words(post.removed_at, post.is_hidden) if post.removed_at else "",
        initials=initials(post.author.name if post.author else None),
        link=address(post.thread_id, post.number),
        own_report=None if moderates else PostReport.by_person(post, current_user),
        reports=PostReport.open_on(post) if moderates else [],
        failed=next((form for form in forms.values() if form.errors), None),
        **given,
    )


def back_to(post: Post) -> Any:
    return redirect(url_for("discussions.post_page", id=post.thread_id, number=post.number))


def removal_form(post: Post) -> type[RemovalForm | HidingForm]:
    """An author may say why; others have to."""
    return RemovalForm if post.author_id == current_user.id else HidingForm
