"""Questions to the mentor: the queue and the FAQ, marking an answer, and handing a question on."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import db
from ...fields import clean_line
from ...permissions import requires
from ...programmes.models import Cluster
from ...submissions import once
from .. import questions
from ..asking import waiting
from ..blueprint import bp
from ..forms import HandOnForm
from ..models import Post, Question
from .frame import address

LONGEST_QUERY = 200


@bp.get("/clusters/<slug>/discussions/questions")
@requires("clusters.read", Cluster)
def question_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    query = clean_line(request.args.get("q"))[:LONGEST_QUERY]
    return render_template(
        "discussions/question_list.html",
        awaiting=questions.awaiting(cluster, current_user),
        answered=questions.answered(cluster, current_user),
        faq=questions.faq(cluster, current_user, query),
        query=query,
        waiting=waiting,
    )


@bp.post("/threads/<id:id>/posts/<id:number>/answer")
@requires("discussions.answer", Post)
@once
def answer(post: Post) -> Any:
    """Mark the post as the answer, or take that back."""
    question = post.thread.question
    assert question is not None
    if request.form.get("done") == "no":
        said = gettext("The question is open again.") if question.take_back(post) else ""
    elif question.answer_with(post, current_user):
        said = gettext("The question is answered.")
    else:
        number = question.answer_number
        said = gettext("Post %(number)s is marked as the answer. Take that back first.", number=number)
    db.session.commit()
    if said:
        flash(said, "done")
    return redirect(address(post.thread_id, post.number))


@bp.post("/questions/<id:id>/faq")
@requires("discussions.keep_in_faq", Question)
@once
def keep_in_faq(question: Question) -> Any:
    """Put an answered question into the FAQ, or take it out."""
    if request.form.get("done") == "no":
        said = gettext("It is no longer in the FAQ.") if question.take_out_of_faq() else ""
    else:
        said = gettext("It is in the FAQ now.") if question.put_in_faq(current_user) else ""
    db.session.commit()
    if said:
        flash(said, "done")
    return redirect(_list_of(question))


@bp.route("/questions/<id:id>/hand-on", methods=["GET", "POST"])
@requires("discussions.hand_on", Question)
@once
def hand_on(question: Question) -> Any:
    pages.about(question.cluster)
    form = HandOnForm()
    form.offer(question)
    if not form.validate_on_submit():
        return pages.form_page("discussions/hand_on.html", form, question=question, waiting=waiting)
    if question.hand_on(form.chosen, current_user):
        audit.record("discussions.hand_on", question, organisation=form.chosen.id)
        flash(gettext("The question is handed on to %(organisation)s.", organisation=form.chosen.name), "done")
    else:
        flash(gettext("The question has been answered meanwhile."), "done")
    db.session.commit()
    return redirect(_list_of(question))


def _list_of(question: Question) -> str:
    return url_for("discussions.question_list", slug=question.cluster.slug)
