"""Which organisations take part in a cluster, and in which part."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from ... import audit
from ...database import db
from ...organisations.models import Organisation
from ...pages import form_page
from ...permissions import requires
from ...submissions import once
from ..actions import members_and_invitations
from ..blueprint import bp
from ..forms import PartForm, ParticipationForm
from ..models import AdministeredCluster, Cluster, Participation
from .frame import administration_of, show_menu_to_members


@bp.route("/clusters/<slug>/administration/participations/new", methods=["GET", "POST"])
@requires("programmes.administer", AdministeredCluster)
@once
def new_participation(cluster: Cluster) -> Any:
    show_menu_to_members(cluster)
    form = ParticipationForm(_organisations_outside(cluster))
    if form.validate_on_submit():
        if _add(cluster, form):
            flash(gettext("%(organisation)s takes part from now on.", organisation=form.chosen.name), "done")
            return redirect(administration_of(cluster))
        form.organisation.errors = [gettext("%(name)s takes part already.", name=form.chosen.name)]
    return form_page("programmes/new_participation.html", form, subject=cluster)


@bp.post("/participations/<id:id>/part")
@requires("programmes.administer", Participation)
@once
def change_part(participation: Participation) -> Response:
    form = PartForm()
    if not form.validate():
        abort(400)
    _hold(participation)
    place = administration_of(participation.cluster)  # after the commit somebody may remove it at once
    participation.part = form.chosen_part
    audit.record("participations.change", participation, part=participation.part)
    db.session.commit()
    flash(gettext("Saved."), "done")
    return redirect(place)


@bp.post("/participations/<id:id>/removal")
@requires("programmes.administer", Participation)
@once
def remove_participation(participation: Participation) -> Response:
    cluster, name = participation.cluster, participation.organisation.name
    _hold(participation)
    members, invitations = members_and_invitations(participation)
    if members or invitations:
        words = gettext(
            "%(organisation)s still has people here: %(members)d current memberships and %(invitations)d open"
            " invitations. End and withdraw them first.",
            **{"organisation": name, "members": members, "invitations": invitations},
        )
        flash(words, "late")
        return redirect(administration_of(cluster))
    audit.record("participations.remove", participation, organisation=participation.organisation_id)
    db.session.delete(participation)
    db.session.commit()
    flash(gettext("%(organisation)s no longer takes part.", organisation=name), "done")
    return redirect(administration_of(cluster))


def _hold(participation: Participation) -> None:
    """Keep others from inviting for it or removing it meanwhile; 404 when somebody has just removed it."""
    if Participation.hold(participation.cluster_id, participation.organisation_id) is None:
        abort(404)


def _add(cluster: Cluster, form: ParticipationForm) -> bool:
    """False when somebody else added it at the same moment."""
    part = Participation(cluster_id=cluster.id, organisation_id=form.chosen.id, part=form.chosen_part)
    try:
        with db.session.begin_nested():
            db.session.add(part)
    except sa.exc.IntegrityError:
        return False
    audit.record("participations.add", part, organisation=part.organisation_id, part=part.part)
    db.session.commit()
    return True


def _organisations_outside(cluster: Cluster) -> sa.ScalarResult[Organisation]:
    """All on the site: whoever runs a programme chooses among them, though she may see no page of theirs."""
    taking_part = sa.select(Participation.organisation_id).where(Participation.cluster_id == cluster.id)
    outside = sa.select(Organisation).where(Organisation.id.not_in(taking_part))
    return db.session.scalars(outside.order_by(Organisation.name))
