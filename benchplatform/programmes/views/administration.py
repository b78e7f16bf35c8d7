"""Administration: the programmes one leads, and for site administrators all of them; who leads, which clusters."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import selectinload

from ... import audit
from ...database import db
from ...pages import form_page
from ...permissions import requires
from ...slugs import save_with_slug
from ...submissions import once
from ..blueprint import bp
from ..forms import NamesForm
from ..models import AdministeredCluster, Cluster, Invitation, Membership, Programme
from ..names import PART_NAMES
from .frame import show_menu_to_members


@bp.get("/admin/")
@requires("programmes.administer_any")
def administration() -> str:
    mine = sa.select(Programme).where(Programme.administered_by(current_user)).order_by(Programme.id.desc())
    programmes = db.session.scalars(mine.options(selectinload(Programme.clusters))).all()
    return render_template("programmes/administration.html", programmes=programmes)


@bp.route("/admin/programmes/new", methods=["GET", "POST"])
@requires("programmes.add")
@once
def new_programme() -> Any:
    form = NamesForm()
    if not form.validate_on_submit():
        return form_page("programmes/new_programme.html", form)
    programme = Programme(name=form.names)
    save_with_slug(programme, next(iter(form.names.values())))
    audit.record("programmes.add", programme)
    db.session.commit()
    flash(gettext("The programme has been added. Now give it a lead and a cluster."), "done")
    return redirect(url_for(".programme_page", slug=programme.slug))


@bp.get("/admin/programmes/<slug>/")
@requires("programmes.administer", Programme)
def programme_page(programme: Programme) -> str:
    leads = sa.select(Membership).where(Membership.leads(programme.id)).order_by(Membership.id)
    waiting = Invitation.programme_id == programme.id, Invitation.cluster_id.is_(None), Invitation.waiting()
    return render_template(
        "programmes/programme.html",
        programme=programme,
        leads=db.session.scalars(leads).all(),
        invitations=db.session.scalars(sa.select(Invitation).where(*waiting).order_by(Invitation.id)).all(),
    )


@bp.route("/admin/programmes/<slug>/clusters/new", methods=["GET", "POST"])
@requires("programmes.add", Programme)
@once
def new_cluster(programme: Programme) -> Any:
    form = NamesForm()
    if not form.validate_on_submit():
        return form_page("programmes/new_cluster.html", form, programme=programme)
    zone = current_app.config["BENCH"]["TIME_ZONE"]
    cluster = Cluster(programme_id=programme.id, name=form.names, time_zone=zone)
    save_with_slug(cluster, next(iter(form.names.values())))
    audit.record("clusters.add", cluster)
    db.session.commit()
    flash(gettext("The cluster has been added. Now add its organisations."), "done")
    return redirect(url_for(".cluster_administration", slug=cluster.slug))


@bp.get("/clusters/<slug>/administration")
@requires("programmes.administer", AdministeredCluster)
def cluster_administration(cluster: Cluster) -> str:
    show_menu_to_members(cluster)
    here = sa.select(Membership).where(Membership.cluster_id == cluster.id)
    waiting = sa.select(Invitation).where(Invitation.cluster_id == cluster.id, Invitation.waiting())
    return render_template(
        "programmes/cluster_administration.html",
        subject=cluster,
        parts=PART_NAMES,
        memberships=sorted(db.session.scalars(here), key=lambda m: (m.organisation.name, m.person.name, m.id)),
        invitations=sorted(db.session.scalars(waiting), key=lambda i: (i.organisation.name, i.name)),
    )
