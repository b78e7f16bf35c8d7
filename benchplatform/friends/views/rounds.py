"""A round of critical friends: begun, shown to everybody, its groups changed, and handed over to those who present."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user

from ... import audit
from ...accounts.models import Person
from ...database import db
from ...discussions.audiences import who_sees
from ...fields import posted_version, refuse
from ...meetings.models import AgendaSlot
from ...permissions import requires
from ...programmes.models import Cluster
from ...submissions import once
from ..forms import BeginForm, GroupsForm
from ..models import Card, FriendGroup, Round
from ..proposing import Friend
from ..seating import Colleagues, others, propose_groups
from .frame import about, address, bp, by_kind, closed, too_late


@bp.route("/agenda-slots/<id:id>/critical-friends", methods=["GET", "POST"])
@requires("friends.begin", AgendaSlot)
@once
def begin(slot: AgendaSlot) -> Any:
    """Begin a round with the groups that are proposed."""
    cluster = about(slot)
    form = BeginForm.of(slot, cluster.organisations)
    if not form.validate_on_submit():
        return _begin_page(slot, form, 422 if form.is_submitted() else 200)
    round, is_new = Round.begin(slot, form.presenting.data, int(form.size.data), current_user)
    if not round.hold_open():
        db.session.rollback()
        refuse(form.presenting, closed())
        return _begin_page(slot, form, 409)
    if not is_new:
        return too_late(round, gettext("There is a round about them already: this is it."))
    propose_groups(round)
    audit.record("friends.begin", round)
    db.session.commit()
    flash(gettext("The groups are proposed. Change them if you know better."), "done")
    return redirect(address(round))


@bp.get("/critical-friends/<id:id>/")
@requires("friends.read", Round)
def round_page(round: Round) -> Any:
    cluster = about(round.slot)
    groups, cards = round.groups(), by_kind(Card.of_round(round, current_user))
    given: dict[str, Any] = {
        "groups": groups,
        "cards": cards,
        "own": next((one for one in groups if one.has(current_user)), None),
    }
    given |= {"colleagues": Colleagues.in_groups(round, groups), "audience": who_sees(round, cluster)}
    return render_template("friends/round.html", round=round, meeting=round.slot.meeting, **given)


@bp.route("/critical-friends/<id:id>/groups", methods=["GET", "POST"])
@requires("friends.arrange", Round)
@once
def change_groups(round: Round) -> Any:
    """Everybody's group on one page, and the room of each group."""
    cluster, groups = about(round.slot), round.groups()
    people = _friends(groups) | {one.person_id: one for one in others(round, groups)}
    form, status = GroupsForm.of(groups, _names(people, cluster), round.version), 200
    if form.is_submitted() and not round.hold_open():
        form.form_errors.append(closed())
        status = 409
    elif form.is_submitted() and form.version.data != round.version:
        form.version.start_from(round.version)
        status = 409
    elif form.validate_on_submit() and round.edit(form.version.data):
        round.seat([(room, [people[id].columns for id in ids]) for room, ids in form.chosen()])
        db.session.commit()
        flash(gettext("The groups are changed."), "done")
        return redirect(address(round, "groups"))
    elif form.is_submitted():
        status = 422
    given = {"groups": groups, "is_clash": status == 409 and not round.is_closed}
    return render_template("friends/groups.html", round=round, form=form, meeting=round.slot.meeting, **given), status


@bp.post("/critical-friends/<id:id>/proposal")
@requires("friends.arrange", Round)
@once
def propose_anew(round: Round) -> Any:
    """Other groups for those who come now; where feedback is written the groups stay until one says so twice."""
    about(round.slot)
    if not round.hold_open():
        return too_late(round, closed())
    has_cards = db.session.scalar(sa.select(sa.exists().where(Card.round_id == round.id)))
    if has_cards and "sure" not in request.form:
        return render_template("friends/propose.html", round=round, meeting=round.slot.meeting), 422
    if not round.edit(posted_version()):
        db.session.rollback()
        return too_late(round, gettext("Somebody else changed the groups a moment ago. Look at them, and try again."))
    propose_groups(round)
    db.session.commit()
    flash(gettext("The groups are proposed anew."), "done")
    return redirect(address(round, "groups"))


@bp.post("/critical-friends/<id:id>/handing-over")
@requires("friends.arrange", Round)
@once
def hand_over(round: Round) -> Any:
    """Now those who present answer."""
    about(round.slot)
    if not round.hold_open():
        return too_late(round, closed())
    if round.hand_over(current_user):
        audit.record("friends.hand_over", round)
        db.session.commit()
        flash(gettext("Now those who presented answer."), "done")
    return redirect(address(round))


def _begin_page(slot: AgendaSlot, form: BeginForm, status: int) -> Any:
    about(slot)
    return render_template("friends/begin.html", slot=slot, meeting=slot.meeting, form=form), status


def _friends(groups: list[FriendGroup]) -> dict[int, Friend]:
    """Who sits in the groups; somebody who was erased has no place to be moved to."""
    seats = [seat for group in groups for seat in group.people]
    return {one.person_id: Friend(one.person_id, one.organisation_id, one.role) for one in seats if one.person_id}


def _names(people: dict[int, Friend], cluster: Cluster) -> dict[int, str]:
    """Person id -> name, organisation and role, by name; one query."""
    found = db.session.scalars(sa.select(Person).where(Person.id.in_(people)))
    organisations = {one.id: one.name for one in cluster.organisations}
    ordered = sorted(found, key=lambda person: (person.name.casefold(), person.id))
    return {
        one.id: ", ".join(filter(None, (one.name, organisations.get(people[one.id].organisation_id))))
        for one in ordered
    }
