"""What people call the kinds of organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext

from .models import OrganisationKind

KIND_NAMES = {
    OrganisationKind.MUNICIPALITY: lazy_gettext("Municipality"),
    OrganisationKind.REGION: lazy_gettext("Region"),
    OrganisationKind.AGENCY: lazy_gettext("Agency"),
}


def kind_name(kind: OrganisationKind) -> str:
    """Template filter: "Municipality"."""
    return str(KIND_NAMES[kind])
