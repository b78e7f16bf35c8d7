"""Groups of critical friends: everybody once, alike in size, and organisations and roles mixed as far as it goes."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchplatform.audience import Role
from benchplatform.friends.proposing import Friend, Proposal, propose

PRESENTING = 1
MANY = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(Role)), max_size=40)
SIZES = st.integers(3, 5)
EXAMPLES = settings(deadline=None, database=None)


def people(described: list[tuple[int, Role]]) -> list[Friend]:
    return [Friend(id, organisation, role) for id, (organisation, role) in enumerate(described, 1)]


def seated(proposal: Proposal) -> list[Friend]:
    return [friend for group in proposal.groups for friend in group]


@EXAMPLES
@given(MANY, SIZES)
def test_everybody_is_there_once(described, size) -> None:
    everybody = people(described)
    proposal = propose(everybody, PRESENTING, size)
    assert Counter([*seated(proposal), *proposal.left_out]) == Counter(everybody)


@EXAMPLES
@given(MANY, SIZES)
def test_sizes_differ_by_one_at_most_and_are_three_to_five(described, size) -> None:
    proposal = propose(people(described), PRESENTING, size)
    sizes = [len(group) for group in proposal.groups]
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
    assert max(sizes, default=0) <= 5
    assert all(one >= 3 for one in sizes) or len(sizes) == 1


@EXAMPLES
@given(MANY, SIZES)
def test_colleagues_of_those_who_present_are_never_alone_and_never_more_than_the_others(described, size) -> None:
    proposal = propose(people(described), PRESENTING, size)
    own = [friend for friend in seated(proposal) if friend.organisation_id == PRESENTING]
    assert 2 * len(own) <= len(seated(proposal))
    for group in proposal.groups:
        assert any(friend.organisation_id != PRESENTING for friend in group)
    assert all(friend.organisation_id == PRESENTING for friend in proposal.left_out)


@EXAMPLES
@given(MANY, SIZES)
def test_only_so_many_colleagues_are_left_out_as_are_more_than_the_others(described, size) -> None:
    everybody = people(described)
    own = sum(friend.organisation_id == PRESENTING for friend in everybody)
    assert len(propose(everybody, PRESENTING, size).left_out) == max(0, own - (len(everybody) - own))


@EXAMPLES
@given(MANY, SIZES)
def test_no_group_is_of_one_organisation_when_the_fewest_groups_could_be_mixed(described, size) -> None:
    proposal = propose(people(described), PRESENTING, size)
    there = seated(proposal)
    fewest = -(-len(there) // 5)
    largest = max(Counter(friend.organisation_id for friend in there).values(), default=0)
    if len(there) - largest >= fewest and len(there) > 1:
        for group in proposal.groups:
            assert len({friend.organisation_id for friend in group}) > 1


@EXAMPLES
@given(MANY, SIZES)
def test_each_organisation_is_spread_as_far_as_it_goes(described, size) -> None:
    proposal = propose(people(described), PRESENTING, size)
    for organisation in {friend.organisation_id for friend in seated(proposal)}:
        counts = [sum(one.organisation_id == organisation for one in group) for group in proposal.groups]
        assert max(counts) - min(counts) <= 1


@EXAMPLES
@given(MANY, SIZES)
def test_no_two_of_an_organisation_could_change_places_for_roles_that_stand_more_evenly(described, size) -> None:
    groups = propose(people(described), PRESENTING, size).groups
    before = crowding(groups)
    for one, other in combinations(range(len(groups)), 2):
        for mine in groups[one]:
            for yours in groups[other]:
                if mine.organisation_id == yours.organisation_id:
                    changed = [[{mine: yours, yours: mine}.get(each, each) for each in group] for group in groups]
                    assert crowding(changed) >= before


def crowding(groups) -> int:
    return sum(count * count for group in groups for count in Counter(friend.role for friend in group).values())


@EXAMPLES
@given(MANY, SIZES, st.randoms())
def test_the_same_people_in_another_order_give_the_same_groups(described, size, random) -> None:
    everybody = people(described)
    shuffled = everybody[:]
    random.shuffle(shuffled)
    assert propose(shuffled, PRESENTING, size) == propose(everybody, PRESENTING, size)


def test_three_organisations_with_three_roles_make_three_groups_with_one_of_each() -> None:
    roles = (Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL)
    groups = propose(people([(n, role) for n in (2, 3, 4) for role in roles]), PRESENTING, 3).groups
    assert len(groups) == 3
    for group in groups:
        assert {friend.organisation_id for friend in group} == {2, 3, 4}
        assert {friend.role for friend in group} == set(roles)


@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [(0, 4, []), (1, 4, [1]), (2, 3, [2]), (5, 3, [5]), (6, 5, [3, 3]), (8, 4, [4, 4]), (11, 4, [4, 4, 3]),
     (16, 4, [4, 4, 4, 4]), (16, 3, [4, 3, 3, 3, 3]), (16, 5, [4, 4, 4, 4])],
)  # fmt: skip
def test_so_many_people_make_such_groups(count, size, sizes) -> None:
    groups = propose(people([(2 + n % 3, Role.MANAGER) for n in range(count)]), PRESENTING, size).groups
    assert sorted(map(len, groups), reverse=True) == sizes


def test_colleagues_alone_make_no_group_at_all() -> None:
    proposal = propose(people([(PRESENTING, Role.MANAGER)] * 6), PRESENTING, 4)
    assert proposal.groups == []
    assert len(proposal.left_out) == 6


def test_groups_are_fewer_when_there_are_few_of_the_others() -> None:
    """Seven of one organisation and two of others: two groups that mix, not three of which one is alone."""
    groups = propose(people([(2, Role.MANAGER)] * 7 + [(3, Role.MANAGER)] * 2), PRESENTING, 3).groups
    assert [len({friend.organisation_id for friend in group}) for group in groups] == [2, 2]


def test_many_people_are_dealt_at_once() -> None:
    groups = propose(people([(n % 7, list(Role)[n % 3]) for n in range(300)]), PRESENTING, 4).groups
    assert {len(group) for group in groups} == {4}
