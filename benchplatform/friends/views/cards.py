"""Feedback cards: written in the fixed order, changed by their writers, and answered by those who presented."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import db
from ...discussions.audiences import grants_opening, who_sees
from ...permissions import requires
from ...submissions import once
from ..actions import answer_card
from ..forms import AnswerForm, CardForm, FeedbackForm
from ..kinds import Kind
from ..models import Answer, Card, Round
from .frame import about, address, bp, closed, too_late


@bp.route("/critical-friends/<id:id>/feedback", methods=["GET", "POST"])
@requires("friends.write", Round)
@once
def give_feedback(round: Round) -> Any:
    """A card of each kind that one has something to say of; more of them later."""
    cluster, form = about(round.slot), FeedbackForm()
    if form.validate_on_submit() and _is_open(round, form):
        for kind, text in form.written().items():
            _add(round, kind, text)
        db.session.commit()
        flash(gettext("Thank you! Your feedback is here."), "done")
        return redirect(address(round, "feedback"))
    given = {"round": round, "meeting": round.slot.meeting, "audience": who_sees(round, cluster)}
    return pages.form_page("friends/feedback.html", form, **given)


@bp.route("/feedback-cards/<id:id>/edit", methods=["GET", "POST"])
@requires("friends.change", Card)
@once
def edit_card(card: Card) -> Any:
    about(card.round.slot)
    form, status = CardForm.of(card), 200
    if form.validate_on_submit() and _is_open(card.round, form):
        if card.reword(form.version.data, form.text.data):
            db.session.commit()
            flash(gettext("Your card is changed."), "done")
            return redirect(_at(card))
        db.session.refresh(card)
        form.version.start_from(card.version)
        status = 409
    elif form.is_submitted():
        status = 422
    given = {"card": card, "meeting": card.round.slot.meeting, "is_clash": status == 409}
    return render_template("friends/edit_card.html", form=form, **given), status


@bp.post("/feedback-cards/<id:id>/removal")
@requires("friends.change", Card)
@once
def remove_card(card: Card) -> Any:
    round = card.round
    if not round.hold_open():
        return too_late(round, closed())
    if not card.take_away():
        return too_late(round, gettext("The card is answered, so it stays."))
    db.session.commit()
    flash(gettext("The card is taken away."), "done")
    return redirect(address(round, "feedback"))


@bp.route("/feedback-cards/<id:id>/answer", methods=["GET", "POST"])
@requires("friends.answer", Card)
@once
def answer(card: Card) -> Any:
    about(card.round.slot)
    form, status = AnswerForm.of(card), 200
    if form.validate_on_submit() and _is_open(card.round, form) and _has_turn(card, form):
        if answer_card(card, form.version.data, Answer(form.answer.data), form.why.data, current_user):
            audit.record("friends.answer", card, answer=card.answer, why=card.why)
            db.session.commit()
            flash(gettext("Your answer is here."), "done")
            return redirect(_next(card) if "next" in request.form else _at(card))
        form.version.start_from(card.version)
        status = 409
    elif form.is_submitted():
        status = 422
    given = {"card": card, "meeting": card.round.slot.meeting, "is_clash": status == 409}
    return render_template("friends/answer.html", form=form, **given), status


def _add(round: Round, kind: Kind, text: str) -> None:
    """In the name of the organisation that the person is there for."""
    grant = grants_opening(current_user, round)[0]
    card = Card(round_id=round.id, kind=kind, text=text, written_by_id=current_user.id)
    card.written_for_id = grant.organisation_id
    db.session.add(card.share_audience_of(round))


def _is_open(round: Round, form: Any) -> bool:
    """Say so in the form when it is not: what is written stays in it."""
    if round.hold_open():
        return True
    form.form_errors.append(closed())
    return False


def _has_turn(card: Card, form: AnswerForm) -> bool:
    """Those who present answer last."""
    if not card.kind.asks_for_answer:
        form.form_errors.append(gettext("What is strong asks for no answer."))
    elif card.round.handed_over_at is None:
        form.form_errors.append(gettext("You answer when the round is handed over to you: the friends speak first."))
    return not form.form_errors


def _next(card: Card) -> str:
    """The next card that waits for an answer, in the fixed order; the round when there is none."""
    waiting = [one for one in Card.of_round(card.round, current_user) if one.is_waiting]
    waiting.sort(key=lambda one: (list(Kind).index(one.kind), one.id))
    return url_for("friends.answer", id=waiting[0].id) if waiting else address(card.round, "feedback")


def _at(card: Card) -> str:
    return address(card.round, f"card-{card.id}")
