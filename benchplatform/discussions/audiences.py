"""Who sees a thread: in words for everybody, and as choices for the one who starts it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext

from ..audience import Audience, Grant, Role
from ..languages import language
from ..programmes.models import Cluster


@dataclass(frozen=True)
class Choice:
    """One audience that a new thread may have."""

    key: str
    words: str
    role: Role | None = None
    organisation_id: int | None = None


def grants_opening(person: Any, thing: Audience) -> list[Grant]:
    """The person's memberships that show them the thing, those that speak for an organisation first."""
    found = [grant for grant in person.grants if thing.is_opened_by(grant)]
    return sorted(found, key=lambda grant: not grant.role.speaks_for_organisation)


def is_led(thing: Audience) -> bool:
    """Do the programme's leads see it, whoever they are?"""
    return thing.is_opened_by(Grant(thing.programme_id, None, Role.PROGRAMME_LEAD, 0))


def speaks_for(person: Any, organisation_id: int, thing: Audience) -> bool:
    """Does a membership for the organisation show the person the thing?"""
    speaking = (grant for grant in grants_opening(person, thing) if grant.role.speaks_for_organisation)
    return any(grant.organisation_id == organisation_id for grant in speaking)


def choices(person: Any, thing: Audience, cluster: Cluster) -> list[Choice]:
    """Everybody who sees the thing; or, of those, only one's own role group or one's own organisation."""
    where, names = _where(thing, cluster), {m.organisation_id: m.organisation.name for m in person.memberships}
    found = [
        Choice("all", words(thing.role, names.get(thing.organisation_id), where), thing.role, thing.organisation_id)
    ]
    speaking = [grant for grant in grants_opening(person, thing) if grant.role.speaks_for_organisation]
    if thing.role is None and thing.organisation_id is None:
        roles = dict.fromkeys(grant.role for grant in speaking)
        found += [Choice(f"role-{role}", words(role, None, where), role) for role in roles]
        own = dict.fromkeys(grant.organisation_id for grant in speaking)
        found += [Choice(f"organisation-{id}", words(None, names[id], where), None, id) for id in own]
    return found


def chosen_for(thread: Any, offered: list[Choice]) -> Choice | None:
    """The choice that is the thread's own audience."""
    own = thread.role, thread.organisation_id
    return next((choice for choice in offered if (choice.role, choice.organisation_id) == own), None)


def who_sees(thread: Any, cluster: Cluster) -> str:
    """The label beside everything one writes."""
    organisation = thread.audience_organisation.name if thread.organisation_id else None
    return _words_in(language(), thread.role, organisation, _where(thread, cluster))


@lru_cache(4096)
def _words_in(language: str, role: Role | None, organisation: str | None, where: str) -> str:
    """Kept for each language: it stands on every page of every thread."""
    return words(role, organisation, where)


def words(role: Role | None, organisation: str | None, where: str) -> str:
    if organisation:
        return gettext("Only people of %(organisation)s in %(where)s", organisation=organisation, where=where)
    if role is Role.KEY_PERSON:
        return gettext("Only key persons in %(where)s", where=where)
    if role is Role.MANAGER:
        return gettext("Only managers in %(where)s", where=where)
    if role is Role.ELECTED_OFFICIAL:
        return gettext("Only elected officials in %(where)s", where=where)
    return gettext("Everybody in %(where)s", where=where)


def words_in(role: Role | None, organisation: str | None, wide: bool, cluster: Cluster) -> str:
    """An audience that was kept in a thread's history; a `wide` one is of the whole programme."""
    return words(role, organisation, str(cluster.programme.name if wide else cluster.name))


def covers(one: Any, other: Any) -> bool:
    """Does everybody who sees the other see the one too? For whatever has the columns of an audience."""
    return bool(
        one.programme_id == other.programme_id
        and one.cluster_id in (None, other.cluster_id)
        and one.role in (None, other.role)
        and one.organisation_id in (None, other.organisation_id)
    )


def _where(thing: Audience, cluster: Cluster) -> str:
    return str(cluster.name if thing.cluster_id else cluster.programme.name)
