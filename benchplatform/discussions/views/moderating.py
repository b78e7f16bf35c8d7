"""Taking a post out of sight and putting it back; reports, and settling them."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import db
from ...fields import refuse
from ...permissions import requires
from ...programmes.models import Cluster
from ...submissions import once
from ..blueprint import bp
from ..forms import ReportForm
from ..models import Post, PostReport
from .post_page import back_to, removal_form, show


@bp.post("/threads/<id:id>/posts/<id:number>/removal")
@requires("discussions.remove", Post)
@once
def remove_post(post: Post) -> Any:
    """By its author; or by one of those who moderate, which settles what was reported about it."""
    form, is_own = removal_form(post)(), post.author_id == current_user.id
    if not form.validate_on_submit():
        return show(post, removal_form=form), 422
    if not post.remove(current_user, form.why.data):
        refuse(form.why, gettext("Somebody else has removed the post meanwhile. What they wrote about it stands."))
        return show(post, removal_form=form), 409
    audit.record("discussions.remove" if is_own else "discussions.hide", post, reason=form.why.data)
    if not is_own:
        PostReport.settle(post, current_user)
    db.session.commit()
    flash(gettext("The post is removed.") if is_own else gettext("The post is hidden. Its author sees why."), "done")
    return back_to(post)


@bp.post("/threads/<id:id>/posts/<id:number>/removal/undone")
@requires("discussions.restore", Post)
@once
def restore_post(post: Post) -> Any:
    if post.restore():
        audit.record("discussions.restore", post)
        db.session.commit()
        flash(gettext("The post stands in the thread again."), "done")
    else:
        flash(gettext("The post stands in the thread already."), "due")
    return back_to(post)


@bp.post("/threads/<id:id>/posts/<id:number>/reports")
@requires("discussions.report", Post)
@once
def report_post(post: Post) -> Any:
    """Anybody who sees it may, and may say more later on."""
    form = ReportForm()
    if not form.validate_on_submit():
        return show(post, report_form=form), 422
    if post.is_removed:
        refuse(form.concern, gettext("The post has been removed meanwhile, so there is nothing left to report."))
        return show(post, report_form=form), 409
    if not PostReport.say(post, current_user, form.concern.data):
        refuse(form.concern, gettext("You have said much about this post already: write to the programme lead."))
        return show(post, report_form=form), 409
    db.session.commit()
    flash(gettext("Thank you. The programme lead will look at it."), "done")
    return back_to(post)


@bp.post("/threads/<id:id>/posts/<id:number>/reports/settlement")
@requires("discussions.moderate", Post)
@once
def settle_reports(post: Post) -> Any:
    """Leave the post as it is."""
    if PostReport.settle(post, current_user):
        audit.record("discussions.settle_reports", post)
        db.session.commit()
        flash(gettext("The post stays as it is, and the reports are settled."), "done")
    else:
        flash(gettext("There are no open reports on this post any more."), "due")
    return back_to(post)


@bp.get("/clusters/<slug>/discussions/reports")
@requires("discussions.moderate", Cluster)
def report_list(cluster: Cluster) -> Any:
    """What those who moderate should look at, oldest first."""
    pages.about(cluster)
    reports = PostReport.open_in(cluster, current_user)
    return render_template("discussions/report_list.html", reports=reports)
