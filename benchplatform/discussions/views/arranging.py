"""Moving a thread to another thing, merging it into another thread, and splitting it: for programme leads."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import LARGEST_ID, db
from ...fields import choices
from ...permissions import requires
from ...submissions import once
from .. import arranging
from ..blueprint import bp
from ..forms import MergingForm, MovingForm, SplittingForm
from ..models import Thread
from ..spaces import Space, space_of, spaces_for
from ..thread_rows import mergeable
from .acts import MERGE, MOVE, SPLIT, act_page
from .frame import frame_cluster

_SENTENCES = {
    "same": lambda: gettext("That is the thread itself."),
    "elsewhere": lambda: gettext("Choose something from the list."),
    "closed": lambda: gettext("One of the two threads is closed or not there any more. Open it again first."),
    "questions": lambda: gettext("Both threads ask a question, and a thread can only ask one."),
    "wider": lambda: gettext("More people see that thread than this one, so its posts cannot be moved there."),
    "narrower": lambda: gettext("Not everybody who sees the thread sees that. Choose something else."),
    "nothing": lambda: gettext("There is no such post, or it is the first one. Choose one further down."),
}


@bp.route("/threads/<id:id>/moving", methods=["GET", "POST"])
@requires("discussions.arrange", Thread)
@once
def move(thread: Thread) -> Any:
    cluster, form = frame_cluster(thread), MovingForm()
    offered = spaces_for(thread, cluster, current_user)
    form.place.choices = choices({key: space.place.title for key, space in offered.items()})
    if not form.validate_on_submit():
        return act_page(MOVE, thread, form, 200)
    try:
        chosen = _chosen(offered, form.place.data)
        arranging.move(thread, chosen, space_of(thread, cluster, current_user), current_user)
    except arranging.CannotArrange as reason:
        return _refused(MOVE, thread, form, form.place, reason)
    return _done(thread, gettext("The thread was moved."))


@bp.route("/threads/<id:id>/merging", methods=["GET", "POST"])
@requires("discussions.arrange", Thread)
@once
def merge(thread: Thread) -> Any:
    form = MergingForm()
    form.target.choices = choices(dict(mergeable(thread, current_user)))
    if not form.validate_on_submit():
        return act_page(MERGE, thread, form, 200)
    try:
        target = _target(form.target.data, thread)
        arranging.merge(thread, target, current_user)
    except arranging.CannotArrange as reason:
        return _refused(MERGE, thread, form, form.target, reason)
    return _done(target, gettext("The threads are one now."))


@bp.route("/threads/<id:id>/splitting", methods=["GET", "POST"])
@requires("discussions.arrange", Thread)
@once
def split(thread: Thread) -> Any:
    form = SplittingForm()
    if not form.validate_on_submit():
        return act_page(SPLIT, thread, form, 422 if form.is_submitted() else 200)
    try:
        begun = arranging.split(thread, form.first.data or 0, form.new_title.data, current_user)
    except arranging.CannotArrange as reason:
        return _refused(SPLIT, thread, form, form.first, reason)
    return _done(begun, gettext("The posts are in a thread of their own."))


def _chosen(offered: dict[str, Space], key: str) -> Space:
    if key not in offered:
        raise arranging.CannotArrange("elsewhere")
    return offered[key]


def _target(chosen: str | None, thread: Thread) -> Thread:
    """Another thread of the same cluster that the person sees."""
    digits = chosen or ""
    id = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 11 else 0
    found = Thread.load(current_user, id) if 0 < id <= LARGEST_ID else None
    if found is None or (found.programme_id, found.cluster_id) != (thread.programme_id, thread.cluster_id):
        raise arranging.CannotArrange("elsewhere")
    return found


def _refused(act: Any, thread: Thread, form: Any, field: Any, reason: arranging.CannotArrange) -> tuple[str, int]:
    """Nothing is done by halves: what had been changed is undone before the page is made."""
    db.session.rollback()
    field.errors = [*field.errors, _SENTENCES[str(reason)]()]
    return act_page(act, thread, form, 422)


def _done(thread: Thread, words: str) -> Any:
    db.session.commit()
    flash(words, "done")
    return redirect(url_for("discussions.thread_page", id=thread.id))
