"""Turning a post into something: at once for its author, and with her yes for others."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...submissions import once
from ..becoming import Chance, ask, decline, grant, turn
from ..blueprint import bp
from ..consents import answers_for
from ..models import Post
from ..spaces import place_of


@bp.post("/threads/<id:id>/posts/<id:number>/becomings/<kind>")
@requires("discussions.turn", Chance)
@once
def become(chance: Chance) -> Any:
    """Make it, or ask the author first."""
    if answers_for(current_user, chance.post):
        return _made(chance, turn(chance, current_user))
    if ask(chance, current_user) is None:
        flash(gettext("Somebody else was faster: the author has been asked already."), "done")
    else:
        flash(gettext("The author is asked first. Nothing is made until there is a yes."), "done")
    db.session.commit()
    return redirect(page_of(chance.post))


@bp.post("/threads/<id:id>/posts/<id:number>/becomings/<kind>/answer")
@requires("discussions.consent", Chance)
@once
def consent(chance: Chance) -> Any:
    """Yes or no to somebody who wants to make something of the post."""
    if request.form.get("done") != "no":
        return _made(chance, grant(chance, current_user))
    if decline(chance, current_user):
        flash(gettext("You have said no. Nothing is made of the post."), "done")
    db.session.commit()
    return redirect(page_of(chance.post))


def _made(chance: Chance, thing: Any) -> Any:
    db.session.commit()
    if thing is None:
        flash(gettext("There is nothing left to do here: somebody else was faster."), "done")
        return redirect(page_of(chance.post))
    flash(gettext("The post stands here too now. Change title and text where they need it."), "done")
    return redirect(place_of(chance.becoming.subject, thing).url)


def page_of(post: Post) -> str:
    return url_for("discussions.post_page", id=post.thread_id, number=post.number)
