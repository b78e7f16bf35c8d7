"""Keeping the day of a meeting in a template of one's own, so that the next programme has it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from .... import pages
from ....database import db
from ....permissions import requires
from ....submissions import once
from ...blueprint import bp
from ...models import AgendaSlot, Meeting, ProgrammeTemplate, TemplateVersion
from ...pasted import MOST_SLOTS
from .. import builtin
from ..content import agenda_section, with_section
from ..name_forms import KeepForm
from ..offering import newest_versions


@bp.route("/clusters/<slug>/meetings/<int:number>/agenda/keeping", methods=["GET", "POST"])
@requires("meetings.edit", Meeting)
@once
def keep_agenda(meeting: Meeting) -> Any:
    """As a new version of an own template, or in a new one; what it is copied from stays as it is."""
    pages.about(meeting.seen_from)
    own = newest_versions(ProgrammeTemplate.programme_id == meeting.programme_id)
    form = KeepForm.of(meeting, own, _source(meeting))
    can_be_kept = 0 < len(meeting.agenda) <= MOST_SLOTS
    if not can_be_kept or not form.validate_on_submit():
        return pages.form_page("templating/keep.html", form, meeting=meeting, can_be_kept=can_be_kept)
    version, key = form.chosen
    template = version.template
    if form.is_new:
        template = ProgrammeTemplate(programme_id=meeting.programme_id, name=form.names)
        db.session.add(template)
    else:
        version = template.hold()
    says = agenda_section(AgendaSlot.with_parts(meeting))
    template.add_version(with_section(version.content, key, says), current_user)
    db.session.commit()
    flash(gettext("The day is kept in the template. The meeting itself stays as it is."), "done")
    return redirect(url_for("meetings.template_meeting", id=template.id, key=key, _anchor="agenda"))


def _source(meeting: Meeting) -> TemplateVersion:
    """The version that the meeting was made from, or else the built-in one."""
    made_from = db.session.get(TemplateVersion, meeting.template_version_id or 0)
    return made_from or builtin.current()
