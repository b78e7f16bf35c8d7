"""Taking a template in from a file, all of it or nothing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from ....database import db
from ....pages import form_page
from ....permissions import requires
from ....programmes.models import Programme
from ....requests import accepts_files
from ....submissions import once
from ...blueprint import bp
from ...models import ProgrammeTemplate
from ..name_forms import FileForm


@bp.route("/admin/programmes/<slug>/templates/file", methods=["GET", "POST"])
@accepts_files
@requires("programmes.administer", Programme)
@once
def take_in_template(programme: Programme) -> Any:
    form = FileForm()
    if not form.validate_on_submit():
        return form_page("templating/take_in.html", form, programme=programme)
    template = ProgrammeTemplate(programme_id=programme.id, name=form.names)
    db.session.add(template)
    template.add_version(form.content, current_user)
    db.session.commit()
    flash(gettext("The template is taken in. Look through it before you plan with it."), "done")
    return redirect(url_for("meetings.template_page", id=template.id))
