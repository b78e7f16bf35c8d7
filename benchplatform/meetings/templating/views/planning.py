"""A whole programme from a template, on one page, for the programme's lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import defer

from .... import audit, dates, pages
from ....database import LARGEST_ID, db
from ....permissions import requires
from ....programmes.models import Cluster
from ....submissions import once
from ...blueprint import bp
from ...models import Meeting, Preparation, TemplateVersion
from ..builtin import asked_of
from ..content import meetings_of
from ..oddities import CannotPlan, refuse_unplannable
from ..offering import label, newest_versions, open_to
from ..planning import save
from ..programme_form import ProgrammeForm


@bp.route("/clusters/<slug>/programme/new", methods=["GET", "POST"])
@requires("programmes.administer", Cluster)
@once
def plan_programme(cluster: Cluster) -> Any:
    """All meetings of a template, in one transaction; before that a preview, for those who want to see what is due."""
    pages.about(cluster)
    offered = newest_versions(open_to(cluster.programme_id), defer(TemplateVersion.content))
    version = _chosen(offered)
    form, given = ProgrammeForm.of(version, cluster), dict[str, Any]()
    if _has_meetings(cluster):
        given["is_planned"] = True
    elif refused := _refusal(version):
        given["refused"] = refused
    elif form.validate_on_submit():
        drafts = form.drafts(version, cluster)
        if "preview" in request.form:
            return _page(cluster, form, version, offered, 200, drafts=drafts, earliest=_earliest(drafts))
        if _saved(drafts):
            return _done(cluster, form, version, drafts)
        given["is_planned"] = True
    status = 200 if not form.is_submitted() else 409 if "is_planned" in given else 422
    return _page(cluster, form, version, offered, status, **given)


def _chosen(offered: Sequence[TemplateVersion]) -> TemplateVersion:
    """The version in the address, which may have become an older one meanwhile; without one, the first offered."""
    wanted = request.args.get("version", 0, type=int)
    if not 0 < wanted <= LARGEST_ID:
        return offered[0] if offered else abort(404)
    templates = [version.template_id for version in offered]
    here = TemplateVersion.id == wanted, TemplateVersion.template_id.in_(templates)
    return db.session.scalar(sa.select(TemplateVersion).where(*here)) or abort(404)


def _has_meetings(cluster: Cluster) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(Meeting.of(cluster)))))


def _refusal(version: TemplateVersion) -> list[str]:
    try:
        refuse_unplannable(meetings_of(version))
    except CannotPlan as refused:
        return refused.sentences
    return []


def _saved(drafts: Sequence[Meeting]) -> bool:
    """False when somebody else has planned a meeting of the same number in the same moment."""
    try:
        with db.session.begin_nested():
            save(drafts)
    except sa.exc.IntegrityError:
        return False
    return True


def _done(cluster: Cluster, form: ProgrammeForm, version: TemplateVersion, drafts: Sequence[Meeting]) -> Any:
    audit.record("meetings.plan_programme", cluster, template_version=version.id, meetings=len(drafts))
    db.session.commit()
    flash(_how_many(len(drafts)), "done")
    for warning in form.warnings:
        flash(warning, "due")
    return redirect(url_for("meetings.meeting_list", slug=cluster.slug))


def _how_many(count: int) -> str:
    return ngettext("The programme is planned: %(num)d meeting.", "The programme is planned: %(num)d meetings.", count)


def _earliest(drafts: Sequence[Meeting]) -> Preparation | None:
    everything = (preparation for meeting in drafts for preparation in meeting.preparations)
    return min(everything, key=lambda preparation: preparation.due_on, default=None)


def _page(
    cluster: Cluster, form: ProgrammeForm, version: TemplateVersion, offered: Any, status: int, **given: Any
) -> Any:
    shown = {"is_planned": False, "refused": [], "drafts": [], "earliest": None} | given
    hosts = {organisation.id: organisation.name for organisation in cluster.organisations}
    names = [(one.id, label(one)) for one in offered]
    known = {"version": version, "offered": names, "hosts": hosts, "asked_of": asked_of, "today": dates.today()}
    return render_template("templating/plan_programme.html", form=form, **known, **shown), status
