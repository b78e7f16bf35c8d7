"""Keeping what is typed, a moment after each pause, and throwing it away."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import markup
from ...database import LARGEST_ID, db
from ...fields import clean_line, clean_text
from ...permissions import requires
from ..blueprint import bp
from ..desk import place_in, when_kept
from ..forms import LONGEST_TITLE
from ..models import Draft, Thread
from ..spaces import Space


@bp.post("/threads/<id:id>/draft")
@requires("discussions.write", Thread)
def keep_reply(thread: Thread) -> Any:
    return keep(place_in(thread.id))


@bp.post("/threads/<id:id>/draft/removal")
@requires("discussions.write", Thread)
def discard_reply(thread: Thread) -> Any:
    discard(place_in(thread.id))
    return redirect(url_for("discussions.thread_page", id=thread.id, _anchor="reply"))


@bp.post("/threads/new/draft")
@requires("discussions.start", Space)
def keep_beginning(space: Space) -> Any:
    return keep(space.key)


@bp.post("/threads/new/draft/removal")
@requires("discussions.start", Space)
def discard_beginning(space: Space) -> Any:
    discard(space.key)
    return redirect(url_for("discussions.start_thread", on=space.subject.kind, id=space.thing.id))  # type: ignore[attr-defined]


def keep(place: str) -> Any:
    """For the page's script: the version kept and a line to show, or 409 with why it was not kept."""
    title, text = clean_line(request.form.get("title")), clean_text(request.form.get("text"))
    if len(text) > markup.LONGEST_TEXT or len(title) > LONGEST_TITLE:
        return {"words": gettext("The text is too long to be kept as a draft.")}, 422
    if not (title or text):
        Draft.discard(place, current_user)
        db.session.commit()
        return {"version": 0, "words": ""}
    version = min(request.form.get("version", 0, type=int), LARGEST_ID - 1)
    draft = Draft.keep(place, current_user, version, title=title, text=text)
    if draft is None:
        other = gettext("You have written something else here, in another window or on another device.")
        return {"words": " ".join((other, gettext("This text is not kept as a draft.")))}, 409
    db.session.commit()
    return {"version": draft.version, "words": when_kept(draft)}


def discard(place: str) -> None:
    Draft.discard(place, current_user)
    db.session.commit()
    flash(gettext("The draft is thrown away."), "done")
