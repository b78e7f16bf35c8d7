"""Who sees a thread, changed by whoever started it; and the answers of those who have written in it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...permissions import requires
from ...submissions import once
from .. import widening
from ..audiences import Choice, choices, chosen_for
from ..blueprint import bp
from ..forms import AudienceForm
from ..models import Thread, Widening
from ..spaces import space_of
from .acts import AUDIENCE, act_page
from .frame import frame_cluster


@bp.route("/threads/<id:id>/audience", methods=["GET", "POST"])
@requires("discussions.change_audience", Thread)
@once
def change_audience(thread: Thread) -> Any:
    form, offered = AudienceForm(), _offered(thread)
    form.audience.choices = [(choice.key, choice.words) for choice in offered.values()]
    if not form.validate_on_submit():
        return act_page(AUDIENCE, thread, form, 422 if form.is_submitted() else 200, confirm=None)
    thread.hold()
    wanted = offered[form.audience.data]
    if widening.is_narrowing(thread, wanted):
        widening.narrow(thread, wanted, current_user)
        return _done(thread.id, gettext("Fewer see the thread from now on."))
    others = len(_asked_now(thread, wanted))
    if form.confirmed.data != str(others):
        return _confirming(thread, form, wanted, others)
    if widening.ask(thread, wanted, current_user):
        return _done(thread.id, gettext("More see the thread from now on."))
    return _done(thread.id, gettext("Those who have written here are asked. The thread is as it was until all agree."))


@bp.post("/widenings/<id:id>/agreement")
@requires("discussions.answer_widening", Widening)
@once
def agree(asked: Widening) -> Any:
    return _answer(asked, agrees=True)


@bp.post("/widenings/<id:id>/refusal")
@requires("discussions.answer_widening", Widening)
@once
def refuse(asked: Widening) -> Any:
    return _answer(asked, agrees=False)


def _offered(thread: Thread) -> dict[str, Choice]:
    """Every audience within that of the thing, but for the one that it has."""
    space = space_of(thread, frame_cluster(thread), current_user)
    found = choices(current_user, space.thing, space.cluster) if space else []
    own = chosen_for(thread, found)
    return {choice.key: choice for choice in found if choice is not own}


def _asked_now(thread: Thread, wanted: Choice) -> set[int]:
    """Who would have to agree, without those who have said yes to the very same."""
    asked = Widening.open_on(thread)
    is_same = asked and (asked.role, asked.organisation_id) == (wanted.role, wanted.organisation_id)
    return widening.waiting_for(thread, current_user.id, asked.agreed if asked and is_same else set())


def _confirming(thread: Thread, form: AudienceForm, wanted: Choice, others: int) -> tuple[str, int]:
    """Who will see it from then on; once more, when somebody has begun to write here since the page was made."""
    status = 409 if form.confirmed.data else 200
    form.confirmed.data = str(others)
    given = {"audience": wanted.words, "key": wanted.key, "others": others, "is_late": False}
    return act_page(AUDIENCE, thread, form, status, confirm=given)


def _answer(asked: Widening, *, agrees: bool) -> Any:
    thread_id = asked.thread_id
    if widening.answer(asked, current_user, agrees=agrees):
        return _done(thread_id, gettext("Thank you for your answer."))
    return _done(thread_id, gettext("It has been decided already."))


def _done(thread_id: int, words: str) -> Any:
    db.session.commit()
    flash(words, "done")
    return redirect(url_for("discussions.about_thread", id=thread_id))
