"""Who can be a critical friend at a meeting, and the groups that a round begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ..meetings.coming import Seat, delegations
from ..meetings.models import Answer, Meeting
from .models import FriendGroup, Round
from .proposing import Friend, propose

FEWEST_ANSWERS = 3
"""While fewer have said that they come, all members are thought to."""


@dataclass(frozen=True)
class Colleagues:
    """How those who present stand in the groups of their round."""

    count: int
    are_half: bool
    """As many of them as of the others: there was no place for more."""
    alone: int | None
    """The number of a group that is theirs alone, which somebody has made so."""

    @classmethod
    def in_groups(cls, round: Round, groups: list[FriendGroup]) -> Self:
        own = {
            group.number: sum(seat.organisation_id == round.presenting_id for seat in group.seats) for group in groups
        }
        count, everybody = sum(own.values()), sum(len(group.seats) for group in groups)
        alone = (group.number for group in groups if own[group.number] == len(group.seats))
        return cls(count, 0 < everybody <= 2 * count, next(alone, None))


def seats(meeting: Meeting) -> dict[int, Seat]:
    """Person id -> that person at the meeting: those who come, the programme's leads too; or all members."""
    everybody = {seat.person.id: seat for delegation in delegations(meeting) for seat in delegation.seats}
    coming = {id: seat for id, seat in everybody.items() if seat.answer and seat.answer.is_coming}
    if len(coming) >= FEWEST_ANSWERS:
        return coming
    members = {id: seat for id, seat in everybody.items() if seat.organisation_ids and _may_come(seat)}
    return members | coming


def friend(seat: Seat, presenting_id: int) -> Friend:
    """For the presenting organisation, if for that at all; a lead for the one that they come from."""
    own = sorted(
        seat.grants, key=lambda grant: (grant.organisation_id != presenting_id, grant.role == "programme_lead")
    )
    return Friend(seat.person.id, own[0].organisation_id, own[0].role)


def propose_groups(round: Round) -> None:
    """Groups as they are proposed, instead of those that were; the rooms stay with their numbers."""
    rooms = {group.number: group.room for group in round.groups()}
    people = [friend(seat, round.presenting_id) for seat in seats(round.slot.meeting).values()]
    proposal = propose(people, round.presenting_id, round.size)
    round.seat(
        [(rooms.get(number, ""), [each.columns for each in group]) for number, group in enumerate(proposal.groups, 1)]
    )


def others(round: Round, groups: list[FriendGroup]) -> list[Friend]:
    """Who comes and is in none of the groups."""
    seated = {seat.person_id for group in groups for seat in group.seats}
    found = seats(round.slot.meeting)
    return [friend(seat, round.presenting_id) for id, seat in found.items() if id not in seated]


def _may_come(seat: Seat) -> bool:
    return seat.answer is not Answer.NOT_COMING
