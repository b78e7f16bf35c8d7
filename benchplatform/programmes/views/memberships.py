"""Who is a member of a cluster: adding one who has an account, and ending a membership."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from ...accounts.models import Person
from ...database import db
from ...pages import form_page
from ...permissions import can, requires
from ...submissions import once
from ..blueprint import bp
from ..forms import LastLeadForm, MembershipForm
from ..models import AdministeredCluster, Cluster, Membership
from .frame import administration_of, show_menu_to_members, still_takes_part


@bp.route("/clusters/<slug>/administration/memberships/new", methods=["GET", "POST"])
@requires("programmes.administer", AdministeredCluster)
@once
def new_membership(cluster: Cluster) -> Any:
    show_menu_to_members(cluster)
    form = MembershipForm(cluster.organisations)
    if form.validate_on_submit() and still_takes_part(cluster, form) and _add(cluster, form):
        db.session.commit()
        flash(gettext("%(email)s is a member from now on.", email=form.email.data), "done")
        return redirect(administration_of(cluster))
    return form_page("programmes/new_membership.html", form, subject=cluster)


def _add(cluster: Cluster, form: MembershipForm) -> bool:
    known = Person.email == form.email.data, Person.visible_to(current_user)
    person = db.session.scalar(sa.select(Person).where(*known))
    if person is None:
        form.email.errors = [
            gettext("Nobody you have met here has this address. Invite them: that works for those with an account too.")
        ]
        return False
    place = {"programme_id": cluster.programme_id, "cluster_id": cluster.id}
    membership = Membership(person_id=person.id, organisation_id=form.chosen.id, role=form.chosen_role, **place)
    if not membership.begin():
        form.email.errors = [gettext("%(name)s is a member in this role already.", name=person.name)]
        return False
    return True


@bp.route("/memberships/<id:id>/end", methods=["GET", "POST"])
@requires("memberships.end", Membership)
@once
def end_membership(membership: Membership) -> Any:
    """A page that says what ending means, since it shuts somebody out at once."""
    is_last = membership.is_last_lead
    form = LastLeadForm()
    needs_word = is_last and membership.person_id == current_user.id
    if not form.is_submitted() or (needs_word and not form.validate()):
        given = {"membership": membership, "is_last": is_last, "needs_word": needs_word}
        return form_page("programmes/end_membership.html", form, **given)
    name = membership.person.name
    if membership.end():
        db.session.commit()
        flash(gettext("The membership of %(name)s has ended. What they wrote stays.", name=name), "done")
    else:
        flash(gettext("The membership of %(name)s had ended already.", name=name), "done")
    return redirect(_after(membership))


def _after(membership: Membership) -> str:
    """Back to where memberships are listed, for one who may still see that."""
    current_user.__dict__.pop("grants", None)
    if not can("programmes.administer", membership):
        return url_for("home.first_page")
    if membership.cluster is not None:
        return administration_of(membership.cluster)
    return url_for(".programme_page", slug=membership.programme.slug)
