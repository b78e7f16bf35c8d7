"""Calling people by name: which handles a cluster has, what a text means by them, and whom that reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from .. import markup
from ..accounts.models import Person
from ..audience import Audience, Role
from ..database import db
from ..programmes.models import Cluster, Membership
from ..programmes.names import role_name
from ..slugs import slug_of
from .models import Mention

ROLES = {
    "key-persons": Role.KEY_PERSON,
    "managers": Role.MANAGER,
    "elected-officials": Role.ELECTED_OFFICIAL,
    "nyckelpersoner": Role.KEY_PERSON,
    "chefer": Role.MANAGER,
    "fortroendevalda": Role.ELECTED_OFFICIAL,
}
"""Handle -> the role whose people it calls; in both languages, for a thread is read in both."""

_IN_SWEDISH = {"nyckelpersoner", "chefer", "fortroendevalda"}
OFFERED = 8
"""Matches that are offered while one types."""


class Offer(NamedTuple):
    """What may be called, for the list beside the editor."""

    handle: str
    name: str
    about: str


@dataclass
class Reach:
    """Who is told of a text, and who is called in it and cannot see it; people by name."""

    people: list[Person] = field(default_factory=list)
    left_out: list[Person] = field(default_factory=list)


def found(text: str, cluster: Cluster | None) -> list[Mention]:
    """What a text that is written in the cluster calls by name: new mentions, for `Post.say`."""
    if cluster is None or "@" not in text:
        return []
    known = _handles(cluster)
    return [known[handle] for handle in markup.handles(text, known)]


def people(mentions: Iterable[Mention], audience: Audience, but: Any) -> Reach:
    """Whom mentions reach among those who see `audience`, the writer (`but`) left out; one query."""
    wanted, reach = list(mentions), Reach()
    if not wanted:
        return reach
    programmes = {mention.cluster.programme_id for mention in wanted}
    here = sa.select(Membership).where(Membership.programme_id.in_(programmes), Membership.reachable())
    memberships = db.session.scalars(here).all()
    called = {m.person for m in memberships if any(mention.means(m) for mention in wanted)}
    seeing = {m.person for m in memberships if audience.is_opened_by(m.grant)}
    for person in sorted(called, key=lambda person: (person.name.casefold(), person.id)):
        if person.id != but.id:
            (reach.people if person in seeing else reach.left_out).append(person)
    return reach


def offers(cluster: Cluster, query: str, language: str) -> list[Offer]:
    """What can be called in the cluster and begins like the query, or has a word that does; people first."""
    wanted, found = slug_of(query, ""), []
    for handle, mention in _handles(cluster).items():
        is_ours = (handle in _IN_SWEDISH) == (language == "sv")
        is_shown = mention.role is None or is_ours or (wanted and handle.startswith(wanted))
        if is_shown and f"-{wanted}" in f"-{handle}":
            found.append((not handle.startswith(wanted), mention.person is None, handle, mention))
    return [_offer(mention) for *_rank, mention in sorted(found, key=lambda each: each[:3])[:OFFERED]]


def _offer(mention: Mention) -> Offer:
    if mention.person is not None:
        return Offer(mention.handle, mention.person.name, mention.person.title)
    if mention.organisation is not None:
        return Offer(mention.handle, mention.organisation.name, "")
    return Offer(mention.handle, role_name(mention.role or Role.KEY_PERSON), str(mention.cluster.name))


def _handles(cluster: Cluster) -> dict[str, Mention]:
    """Handle -> what it means, for all in the cluster that can be called; people who share a name get a number."""
    known = {word: Mention(handle=word, cluster=cluster, role=role) for word, role in ROLES.items()}
    for organisation in cluster.organisations:
        slug = organisation.slug
        known.setdefault(slug, Mention(handle=slug, cluster=cluster, organisation=organisation))
    there = {m.person for m in db.session.scalars(sa.select(Membership).where(Membership.in_cluster(cluster)))}
    slugs = {person: slug_of(person.name, "person") for person in sorted(there, key=lambda person: person.id)}
    times = Counter(slugs.values())
    for person, slug in slugs.items():
        handle = slug if times[slug] == 1 and slug not in known else f"{slug}-{person.id}"
        known[handle] = Mention(handle=handle, cluster=cluster, person=person)
    return known
