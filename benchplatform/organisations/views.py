"""The page of an organisation, its edit form, and the site's list of organisations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from .. import audit, pages
from ..database import db
from ..permissions import can, requires
from ..slugs import save_with_slug
from ..submissions import once
from .forms import OrganisationForm
from .models import Organisation
from .names import kind_name

bp = Blueprint("organisations", __name__)
bp.add_app_template_filter(kind_name)


@bp.get("/organisations/<slug>/")
@requires("organisations.read", Organisation)
def organisation_page(organisation: Organisation) -> str:
    _show_in_its_cluster(organisation)
    return render_template("organisations/organisation.html", organisation=organisation)


@bp.route("/organisations/<slug>/edit", methods=["GET", "POST"])
@requires("organisations.edit", Organisation)
@once
def edit_organisation(organisation: Organisation) -> Any:
    _show_in_its_cluster(organisation)
    form = OrganisationForm.of(organisation, with_name=can("organisations.administer", organisation))
    if not form.is_submitted():
        return _edit_page(organisation, form)
    if not form.validate():
        return _edit_page(organisation, form), 422
    if not _save(organisation, form):
        return _clash(organisation, form)
    flash(gettext("Saved."), "done")
    return redirect(url_for(".organisation_page", slug=organisation.slug))


@bp.get("/admin/organisations/")
@requires("organisations.administer")
def organisation_list() -> str:
    organisations = db.session.scalars(sa.select(Organisation).order_by(Organisation.name)).all()
    return render_template("organisations/list.html", organisations=organisations)


@bp.route("/admin/organisations/new", methods=["GET", "POST"])
@requires("organisations.administer")
@once
def new_organisation() -> Any:
    form = OrganisationForm()
    if not form.is_submitted():
        return render_template("organisations/new.html", form=form)
    if not form.validate() or not _add(form):
        return render_template("organisations/new.html", form=form), 422
    flash(gettext("%(name)s has been added.", name=form.name.data), "done")
    return redirect(url_for(".organisation_list"))


def _add(form: OrganisationForm) -> bool:
    organisation = Organisation(**form.values())
    try:
        save_with_slug(organisation, organisation.name)
    except sa.exc.IntegrityError:
        return _name_taken(form)
    audit.record("organisations.add", organisation)
    db.session.commit()
    return True


def _save(organisation: Organisation, form: OrganisationForm) -> bool:
    try:
        is_saved = organisation.edit(form.version.data, **form.values())
    except sa.exc.IntegrityError:
        db.session.rollback()
        return _name_taken(form)
    if is_saved:
        audit.record("organisations.edit", organisation, version=organisation.version)
        db.session.commit()
    return is_saved


def _name_taken(form: OrganisationForm) -> bool:
    """Somebody took the name between the check and the saving."""
    form.name.errors = [gettext("There is an organisation with this name already.")]
    return False


def _clash(organisation: Organisation, form: OrganisationForm) -> tuple[str, int]:
    """Show both texts; saving again from here is a choice made with both in sight."""
    if form.errors:
        return _edit_page(organisation, form), 422
    form.version.start_from(organisation.version)
    return _edit_page(organisation, form, is_clash=True), 409


def _edit_page(organisation: Organisation, form: OrganisationForm, is_clash: bool = False) -> str:
    return render_template("organisations/edit.html", organisation=organisation, form=form, is_clash=is_clash)


def _show_in_its_cluster(organisation: Organisation) -> None:
    """With the menu of the first cluster that the organisation and the person share."""
    clusters = (participation.cluster for participation in organisation.participations)
    shared = next((cluster for cluster in clusters if can("clusters.read", cluster, current_user)), None)
    if shared is not None:
        pages.about(shared)
