"""Inviting somebody, and what becomes of an invitation until it is taken up."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import audit
from ...accounts.models import Person
from ...database import db
from ...organisations.models import Organisation
from ...pages import form_page
from ...permissions import requires
from ...submissions import once
from ..actions import invite, send_again
from ..blueprint import bp
from ..forms import InvitationForm, LeadInvitationForm
from ..models import INVITATION_DAYS, AdministeredCluster, Cluster, Invitation, Membership, Programme
from .frame import administration_of, show_menu_to_members, still_takes_part


@bp.route("/clusters/<slug>/administration/invitations/new", methods=["GET", "POST"])
@requires("programmes.administer", AdministeredCluster)
@once
def new_invitation(cluster: Cluster) -> Any:
    show_menu_to_members(cluster)
    form = InvitationForm(cluster.organisations)
    if form.validate_on_submit() and _may_be_invited(cluster, form) and _invited(cluster, form):
        return redirect(administration_of(cluster))
    return form_page("programmes/new_invitation.html", form, subject=cluster, days=INVITATION_DAYS)


@bp.route("/admin/programmes/<slug>/leads/new", methods=["GET", "POST"])
@requires("programmes.add", Programme)
@once
def new_lead(programme: Programme) -> Any:
    form = LeadInvitationForm(db.session.scalars(sa.select(Organisation).order_by(Organisation.name)))
    if form.validate_on_submit() and _invited(programme, form):
        return redirect(url_for(".programme_page", slug=programme.slug))
    return form_page("programmes/new_lead.html", form, programme=programme)


@bp.post("/invitations/<id:id>/renewal")
@requires("invitations.manage", Invitation)
@once
def renew_invitation(invitation: Invitation) -> Response:
    """Send it again: to somebody who has not answered, or whose link has expired."""
    if not invitation.is_waiting:
        flash(gettext("%(name)s has joined already, or the invitation was withdrawn.", name=invitation.name), "late")
        return redirect(_list_of(invitation))
    send_again(invitation)
    db.session.commit()
    flash(
        gettext("A new link is on its way to %(email)s; the one before stops working.", email=invitation.email), "done"
    )
    return redirect(_list_of(invitation))


@bp.post("/invitations/<id:id>/withdrawal")
@requires("invitations.manage", Invitation)
@once
def withdraw_invitation(invitation: Invitation) -> Response:
    if not invitation.withdraw():
        flash(gettext("%(name)s has joined already, or the invitation was withdrawn.", name=invitation.name), "late")
        return redirect(_list_of(invitation))
    audit.record("invitations.withdraw", invitation)
    db.session.commit()
    flash(gettext("The invitation of %(name)s is withdrawn; its link no longer works.", name=invitation.name), "done")
    return redirect(_list_of(invitation))


def _invited(place: Programme | Cluster, form: LeadInvitationForm) -> bool:
    if not invite(place, **form.invited(), by=current_user):
        form.email.errors = [
            gettext("An invitation waits for this address already. Send it again from the list, or withdraw it first.")
        ]
        return False
    db.session.commit()
    flash(gettext("The invitation is on its way to %(email)s.", email=form.email.data), "done")
    return True


def _may_be_invited(cluster: Cluster, form: InvitationForm) -> bool:
    return still_takes_part(cluster, form) and not _is_member_already(cluster, form)


def _is_member_already(cluster: Cluster, form: InvitationForm) -> bool:
    same = Membership.organisation_id == form.chosen.id, Membership.role == form.chosen_role
    here = Membership.cluster_id == cluster.id, Membership.current(), Person.email == form.email.data
    found = db.session.scalar(sa.select(Membership).join(Person).where(*same, *here).limit(1))
    if found is not None:
        form.email.errors = [gettext("%(name)s is a member in this role already.", name=found.person.name)]
    return found is not None


def _list_of(invitation: Invitation) -> str:
    if invitation.cluster is not None:
        return administration_of(invitation.cluster)
    return url_for(".programme_page", slug=invitation.programme.slug)
