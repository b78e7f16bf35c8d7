"""What people call the roles, and the parts that organisations play."""

from __future__ import annotations

from flask_babel import lazy_gettext

from ..audience import Role
from .models import Part

ROLE_NAMES = {
    Role.KEY_PERSON: lazy_gettext("Key person"),
    Role.MANAGER: lazy_gettext("Manager"),
    Role.ELECTED_OFFICIAL: lazy_gettext("Elected official"),
    Role.PROGRAMME_LEAD: lazy_gettext("Programme lead"),
}
CLUSTER_ROLES = (Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL)
"""Those one has in a cluster; a lead has all of a programme."""

PART_NAMES = {
    Part.MENTOR: lazy_gettext("Mentor"),
    Part.BENCHMARKING: lazy_gettext("Benchmarking organisation"),
    Part.SUPPORTING: lazy_gettext("Supporting organisation"),
}


def role_name(role: Role) -> str:
    """Template filter: "Key person"."""
    return str(ROLE_NAMES[role])


def part_name(part: Part) -> str:
    """Template filter: "Mentor"."""
    return str(PART_NAMES[part])
