"""The pages of programmes; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import administration, clusters, invitations, joining, memberships, participations, people  # noqa: F401

__all__ = ["bp"]
