"""Who may do what with programmes, clusters, memberships and people."""

from __future__ import annotations

from typing import Any

from ..accounts.models import Person
from ..audience import Grant, Role
from ..permissions import rule
from .models import Cluster, Invitation, Membership, led_by


@rule("clusters.read")
def read_cluster(person: Any, cluster: Cluster) -> bool:
    """Its members may, and the programme's leads."""
    return any(_opens(grant, cluster) for grant in person.grants)


@rule("programmes.administer")
def administer(person: Any, subject: Any) -> bool:
    """The programme's leads may, and site administrators; the subject has a `programme_id`."""
    return bool(person.is_administrator or subject.programme_id in led_by(person))


@rule("programmes.administer_any")
def administer_any(person: Any, _: None) -> bool:
    """Whoever leads a programme may, and site administrators."""
    return bool(person.is_administrator or led_by(person))


@rule("programmes.add")
def add(person: Any, _: Any) -> bool:
    """Site administrators may: programmes, clusters in them, and their leads."""
    return bool(person.is_administrator)


@rule("memberships.end")
def end_membership(person: Any, membership: Membership) -> bool:
    """The programme's leads may, and site administrators; a lead's own ends by herself or by a site administrator."""
    if membership.role is Role.PROGRAMME_LEAD:
        return bool(person.is_administrator or membership.person_id == person.id)
    return administer(person, membership)


@rule("invitations.manage")
def manage_invitation(person: Any, invitation: Invitation) -> bool:
    """The programme's leads may send one again or withdraw it; one for a lead is the site administrators' matter."""
    if invitation.role is Role.PROGRAMME_LEAD:
        return bool(person.is_administrator)
    return administer(person, invitation)


@rule("people.read")
def read_person(person: Any, other: Person) -> bool:
    """Whoever has met them in a cluster or programme may, and site administrators."""
    return bool(person.is_authenticated)


@rule("people.contact")
def contact(person: Any, other: Person) -> bool:
    """Those who share a cluster now may see address and phone, until one is shut out; oneself; site administrators."""
    if person.is_administrator or person.id == other.id:
        return True
    if other.disabled_at is not None:
        return False
    return any(_meet(mine, theirs) for mine in person.grants for theirs in other.grants)


def _opens(grant: Grant, cluster: Cluster) -> bool:
    return grant.programme_id == cluster.programme_id and grant.cluster_id in (None, cluster.id)


def _meet(one: Grant, other: Grant) -> bool:
    everywhere = one.cluster_id is None or other.cluster_id is None
    return one.programme_id == other.programme_id and (everywhere or one.cluster_id == other.cluster_id)
