"""The directory of a cluster: who, for which organisation, in which role; found by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..organisations.models import Organisation
from .models import Cluster, Membership, Part


@dataclass
class Entry:
    """One person, with every role she has for the organisation."""

    person: Person
    roles: list[Role] = field(default_factory=list)


@dataclass
class Section:
    """One organisation and its people; `part` is None for a lead's organisation that does not take part."""

    organisation: Organisation
    part: Part | None
    entries: list[Entry] = field(default_factory=list)


def directory(cluster: Cluster, query: str = "") -> list[Section]:
    """The organisations that have people here who fit every word of the query, the mentor first, people by name."""
    sections = {p.organisation_id: Section(p.organisation, p.part) for p in cluster.ordered_participations}
    words = _folded(query).split()
    for membership in _memberships(cluster):
        if _fits(membership, words):
            section = sections.setdefault(membership.organisation_id, Section(membership.organisation, None))
            _add(section, membership)
    return [section for section in sections.values() if section.entries]


def _memberships(cluster: Cluster) -> Iterable[Membership]:
    found = db.session.scalars(sa.select(Membership).where(Membership.in_cluster(cluster)))
    return sorted(found, key=lambda m: (m.person.name.casefold(), m.person_id, m.id))


def _add(section: Section, membership: Membership) -> None:
    if not section.entries or section.entries[-1].person is not membership.person:
        section.entries.append(Entry(membership.person))
    section.entries[-1].roles.append(membership.role)


def _fits(membership: Membership, words: list[str]) -> bool:
    """Compared here, since SQLite knows no capital Å; the whole cluster stands on the page anyway."""
    person = membership.person
    text = _folded(f"{person.name} {person.title} {person.helps_with} {membership.organisation.name}")
    return all(word in text for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
