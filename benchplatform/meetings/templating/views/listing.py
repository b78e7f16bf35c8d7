"""The templates of a programme: which there are, copying one to adapt it, and what it is called."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import defer

from ....database import db
from ....pages import form_page
from ....permissions import requires
from ....programmes.models import Programme
from ....submissions import once
from ...blueprint import bp
from ...models import ProgrammeTemplate, TemplateVersion
from ..name_forms import CopyForm, RenameForm
from ..offering import newest_versions, open_to


@bp.get("/admin/programmes/<slug>/templates/")
@requires("programmes.administer", Programme)
def template_list(programme: Programme) -> str:
    found = newest_versions(open_to(programme.id), defer(TemplateVersion.content))
    own = [version for version in found if version.programme_id is not None]
    installation = [version for version in found if version.programme_id is None]
    return render_template("templating/list.html", programme=programme, own=own, installation=installation)


@bp.route("/admin/programmes/<slug>/templates/new", methods=["GET", "POST"])
@requires("programmes.administer", Programme)
@once
def copy_template(programme: Programme) -> Any:
    """Copy and adapt: the original stays as it is."""
    offered = newest_versions(open_to(programme.id), defer(TemplateVersion.content))
    form = CopyForm.of(offered)
    if not form.validate_on_submit():
        return form_page("templating/copy.html", form, programme=programme)
    template = ProgrammeTemplate(programme_id=programme.id, name=form.names)
    db.session.add(template)
    template.add_version(form.chosen.content, current_user)
    db.session.commit()
    flash(gettext("The copy is yours to change: the original stays as it is."), "done")
    return redirect(url_for("meetings.template_page", id=template.id))


@bp.route("/templates/<id:id>/name", methods=["GET", "POST"])
@requires("programmes.administer", ProgrammeTemplate)
@once
def rename_template(template: ProgrammeTemplate) -> Any:
    form, status = RenameForm.of(template), 200
    if form.validate_on_submit():
        if template.edit(form.version.data, name=form.names):
            db.session.commit()
            flash(gettext("The template has a new name."), "done")
            return redirect(url_for("meetings.template_page", id=template.id))
        form.version.start_from(template.version)
        status = 409
    elif form.is_submitted():
        status = 422
    return render_template("templating/rename.html", form=form, template=template, is_clash=status == 409), status
