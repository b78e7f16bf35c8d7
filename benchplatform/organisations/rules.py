"""Who may do what with an organisation's page."""

from __future__ import annotations

from typing import Any

from ..audience import Role
from ..permissions import rule
from .models import Organisation


@rule("organisations.read")
def read(person: Any, organisation: Organisation) -> bool:
    """Whoever sees it may: people of a cluster where it takes part, its own people, and site administrators."""
    return bool(person.is_authenticated)


@rule("organisations.edit")
def edit(person: Any, organisation: Organisation) -> bool:
    """Its key persons may, the leads of programmes where it takes part, and site administrators."""
    if administer(person, organisation):
        return True
    programmes = {participation.cluster.programme_id for participation in organisation.participations}
    return any(
        (grant.role is Role.KEY_PERSON and grant.organisation_id == organisation.id)
        or (grant.role is Role.PROGRAMME_LEAD and grant.programme_id in programmes)
        for grant in person.grants
    )


@rule("organisations.administer")
def administer(person: Any, organisation: Organisation | None) -> bool:
    """Site administrators may: add organisations, and give one another name or kind."""
    return bool(person.is_administrator)
