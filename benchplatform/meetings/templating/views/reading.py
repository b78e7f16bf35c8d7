"""A template, its meetings and its versions, for those who lead the programme; an old version can be taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ....database import LARGEST_ID, db
from ....permissions import requires
from ....programmes.models import Cluster, Programme
from ....slugs import slug_of
from ....submissions import once
from ... import day
from ...blueprint import bp
from ...models import Meeting, ProgrammeTemplate, TemplateVersion
from .. import names
from ..content import MeetingTemplate, meetings_of
from ..history import changes
from ..oddities import oddities
from ..places import MeetingInTemplate
from ..taking_out import as_file

ROWS = 20
MOST_PROGRAMMES = 6
"""Of the programmes and clusters that a template's page leads on to; all others are reached from their own pages."""


def given(*meetings: MeetingTemplate) -> dict[str, Any]:
    """What the pages of meetings need beside them: words for kinds and roles, and what is strange."""
    pieces = [piece for meeting in meetings for piece in meeting.agenda]
    words = {"who": names.who, "due": names.due, "ticked_by": names.ticked_by, "check_day": day.check}
    return {**words, "kinds": names.slot_kinds(pieces), "oddities": oddities(meetings)}


@bp.get("/templates/<id:id>/")
@requires("templates.read", ProgrammeTemplate)
def template_page(template: ProgrammeTemplate) -> str:
    version, led = template.newest, sa.select(Programme).where(Programme.administered_by(current_user))
    meetings = meetings_of(version)
    programmes = db.session.scalars(led.order_by(Programme.id.desc()).limit(MOST_PROGRAMMES)).all()
    shown = {"version": version, "meetings": meetings, "programmes": programmes, "clusters": _unplanned(template)}
    return render_template("templating/template.html", **shown, **given(*meetings))


def _unplanned(template: ProgrammeTemplate) -> Sequence[Cluster]:
    """Clusters that the person leads and that could be planned from the template now; the newest ones."""
    mine = Cluster.visible_to(current_user), Cluster.administered_by(current_user)
    here = sa.true() if template.programme_id is None else Cluster.programme_id == template.programme_id
    is_planned = sa.exists().where(Meeting.cluster_id == Cluster.id)
    found = sa.select(Cluster).where(*mine, here, ~is_planned).order_by(Cluster.id.desc())
    return db.session.scalars(found.limit(MOST_PROGRAMMES)).all()


@bp.get("/templates/<id:id>/meetings/<key>/")
@requires("templates.read", MeetingInTemplate)
def template_meeting(place: MeetingInTemplate) -> str:
    return render_template("templating/meeting.html", place=place, **given(place.meeting))


@bp.get("/templates/<id:id>/versions/")
@requires("templates.read", ProgrammeTemplate)
def template_versions(template: ProgrammeTemplate) -> str:
    """The newest first, each with what it changed."""
    before = request.args.get("before", LARGEST_ID, type=int)
    older = TemplateVersion.number < before if 0 < before <= LARGEST_ID else sa.true()
    own = sa.select(TemplateVersion).where(TemplateVersion.template_id == template.id, older)
    found = db.session.scalars(own.order_by(TemplateVersion.number.desc()).limit(ROWS + 1)).all()
    rows = [(one, changes(one, previous)) for one, previous in zip(found, [*found[1:], None], strict=True)]
    return render_template("templating/versions.html", template=template, rows=rows[:ROWS], has_more=len(found) > ROWS)


@bp.get("/templates/<id:id>/versions/<int:number>/")
@requires("templates.read", TemplateVersion)
def template_version(version: TemplateVersion) -> str:
    """All of it on one page, as it was."""
    meetings, newest = meetings_of(version), version.template.newest
    shown = {"version": version, "meetings": meetings, "is_newest": version is newest}
    return render_template("templating/version.html", **shown, **given(*meetings))


@bp.post("/templates/<id:id>/versions/<int:number>/restoration")
@requires("programmes.administer", TemplateVersion)
@once
def restore_template(version: TemplateVersion) -> Any:
    """The newest version says the same again as this one did."""
    newest = version.template.hold()
    if newest.content != version.content:
        newest = version.template.add_version(version.content, current_user)
    db.session.commit()
    numbers = {"old": version.number, "new": newest.number}
    flash(gettext("Version %(new)s says what version %(old)s said.", **numbers), "done")
    return redirect(url_for("meetings.template_page", id=version.template_id))


@bp.get("/templates/<id:id>/versions/<int:number>/file")
@requires("templates.read", TemplateVersion)
def template_file(version: TemplateVersion) -> Response:
    """To keep, or to bring into another programme or installation."""
    name = f"{slug_of(str(version.template.name), 'template')}-{version.number}.json"
    answer = Response(as_file(version), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
