"""Programmes, clusters, memberships and invitations."""

from .clusters import AdministeredCluster, Cluster, Part, Participation, Programme, led_by
from .invitations import INVITATION_DAYS, Invitation
from .memberships import Membership

__all__ = [
    "INVITATION_DAYS",
    "AdministeredCluster",
    "Cluster",
    "Invitation",
    "Membership",
    "Part",
    "Participation",
    "Programme",
    "led_by",
]
