"""Groups of critical friends, proposed: three to five people each, in whom organisations and roles mix.

Nothing here reads the database. The same people give the same groups, in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from ..audience import Role

SMALLEST, LARGEST = 3, 5
"""People in a group, when there are enough of them."""

_ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Friend:
    """Somebody who is there, for whom, and in which role."""

    person_id: int
    organisation_id: int
    role: Role

    @property
    def columns(self) -> dict[str, Any]:
        """As a seat has them."""
        return {"person_id": self.person_id, "organisation_id": self.organisation_id, "role": self.role}


@dataclass(frozen=True)
class Proposal:
    """Everybody once: in a group, or left out because there are too many colleagues of those who present."""

    groups: Sequence[Sequence[Friend]]
    left_out: Sequence[Friend]


def propose(people: Iterable[Friend], presenting_id: int, size: int) -> Proposal:
    """Groups of about `size` people; the sizes differ by one at most.

    Colleagues of the presenting organisation are spread, and are never more than the others: so no group is theirs
    alone. No group is of any one organisation alone either, unless there are too few people of the others.
    """
    ordered = sorted(people, key=lambda friend: (_ORDER[friend.role], friend.person_id))
    own = [friend for friend in ordered if friend.organisation_id == presenting_id]
    others = [friend for friend in ordered if friend.organisation_id != presenting_id]
    seated = others + own[: len(others)]
    groups = _dealt(seated, _how_many(seated, size))
    _even_out(groups)
    return Proposal([sorted(group, key=lambda one: one.person_id) for group in groups], own[len(others) :])


def _how_many(friends: Sequence[Friend], size: int) -> int:
    """Groups for so many people; fewer, where each then gets somebody from another than the largest organisation."""
    if not friends:
        return 0
    count = len(friends)
    largest = max(Counter(friend.organisation_id for friend in friends).values())
    wanted = min(round(count / size), count - largest, count // SMALLEST)
    return max(wanted, -(-count // LARGEST), 1)


def _dealt(friends: Sequence[Friend], count: int) -> list[list[Friend]]:
    """Dealt out like cards, organisation by organisation, so that each is spread over the groups as far as it goes.

    The largest comes first: what the others deal is then in one piece, and reaches every group if it can.
    """
    groups: list[list[Friend]] = [[] for _ in range(count)]
    many = Counter(friend.organisation_id for friend in friends)
    ordered = sorted(friends, key=lambda friend: (-many[friend.organisation_id], friend.organisation_id))
    for place, friend in enumerate(ordered):
        groups[place % count].append(friend)
    return groups


def _even_out(groups: list[list[Friend]]) -> None:
    """Change places between two of the same organisation for as long as roles then stand more evenly."""
    roles = [Counter(friend.role for friend in group) for group in groups]
    pairs = list(combinations(range(len(groups)), 2))
    while sum(_change(groups, roles, one, other) for one, other in pairs):
        pass


def _change(groups: list[list[Friend]], roles: list[Counter[Role]], one: int, other: int) -> bool:
    """Change places once between these two groups, if that helps."""
    here, there = roles[one], roles[other]
    for i, j in product(range(len(groups[one])), range(len(groups[other]))):
        mine, yours = groups[one][i], groups[other][j]
        if mine.organisation_id != yours.organisation_id or mine.role is yours.role:
            continue
        crowded = here[mine.role] + there[yours.role] - here[yours.role] - there[mine.role]
        if crowded > 2:  # otherwise as many alike would stand together afterwards
            groups[one][i], groups[other][j] = yours, mine
            here.update({yours.role: 1, mine.role: -1})
            there.update({mine.role: 1, yours.role: -1})
            return True
    return False
