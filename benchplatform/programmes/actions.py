"""What spans invitations, people, memberships and mail."""

from __future__ import annotations

import sqlalchemy as sa

from .. import audit, mail
from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..fields import clean_line
from ..languages import language
from ..organisations.models import Organisation
from ..pages import site_url
from .models import INVITATION_DAYS, Cluster, Invitation, Membership, Participation, Programme


def invite(
    place: Programme | Cluster, *, name: str, email: str, organisation: Organisation, role: Role, by: Person | None
) -> str | None:
    """Write an invitation and its mail; its link, or None when the address has one that waits for the same place."""
    invitation = Invitation(
        name=clean_line(name),
        email=email.strip().lower(),
        programme_id=place.programme_id,
        cluster_id=place.id if isinstance(place, Cluster) else None,
        organisation_id=organisation.id,
        role=role,
        invited_by_id=by.id if by else None,
    )
    token = invitation.renew()
    try:
        with db.session.begin_nested():
            db.session.add(invitation)
    except sa.exc.IntegrityError:
        return None
    return _send(invitation, token)


def send_again(invitation: Invitation) -> str:
    """A new link by a new mail; the one sent before stops working."""
    return _send(invitation, invitation.renew())


def _send(invitation: Invitation, token: str) -> str:
    audit.record("invitations.send", invitation, role=invitation.role)
    known = Person.by_email(invitation.email)
    link = site_url("programmes.invitation_page", token=token)
    given = {"invitation": invitation, "link": link, "days": INVITATION_DAYS, "is_known": known is not None}
    mail.post("invitation", invitation.email, known.locale if known else None, **given)
    return link


def join(invitation: Invitation, person: Person) -> bool:
    """The person becomes what the invitation says; False when it was taken up, renewed or withdrawn meanwhile."""
    if not invitation.claim():
        return False
    invitation.accepted_by_id = person.id
    audit.record("invitations.accept", invitation, person=person.id)
    invitation.membership_of(person).begin()
    return True


def join_as_new(invitation: Invitation, name: str, title: str, password: str) -> Person | None:
    """A new person who has joined; None when somebody was a moment faster, and nothing is saved."""
    person = Person(email=invitation.email, name=name, title=title, locale=language())
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except sa.exc.IntegrityError:
        return None
    person.set_password(password)
    return person if join(invitation, person) else None


def members_and_invitations(participation: Participation) -> tuple[int, int]:
    """How many current memberships and waiting invitations keep an organisation in its cluster.

    Invitations are counted first: one that is taken up between the two is counted twice, and never missed.
    """
    here = participation.cluster_id, participation.organisation_id
    invited = Invitation.waiting(), Invitation.cluster_id == here[0], Invitation.organisation_id == here[1]
    invitations = db.session.scalar(sa.select(sa.func.count(Invitation.id)).where(*invited)) or 0
    members = Membership.current(), Membership.cluster_id == here[0], Membership.organisation_id == here[1]
    return db.session.scalar(sa.select(sa.func.count(Membership.id)).where(*members)) or 0, invitations
