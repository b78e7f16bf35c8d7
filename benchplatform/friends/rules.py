"""Who may begin a round of critical friends, say something in it, and answer."""

from __future__ import annotations

from typing import Any

from ..discussions.audiences import grants_opening, speaks_for
from ..meetings.models import AgendaSlot, SlotKind
from ..permissions import can, rule
from .models import Card, Round

KINDS = (SlotKind.PRESENTATION, SlotKind.DISCUSSION, SlotKind.SMALL_GROUPS)


@rule("friends.begin")
def begin(person: Any, slot: AgendaSlot) -> bool:
    """Those who may arrange the day may, where somebody presents or people talk in a part of it."""
    return slot.kind in KINDS and can("meetings.arrange", slot, person)


@rule("friends.read")
def read(person: Any, round: Round) -> bool:
    """Everybody who sees the part of the day may."""
    return True


@rule("friends.arrange")
def arrange(person: Any, round: Round) -> bool:
    """Those who may arrange the day may change the groups, and hand the round over."""
    return can("meetings.arrange", round.slot, person)


@rule("friends.write")
def write(person: Any, round: Round) -> bool:
    """Everybody who sees the round may give feedback."""
    return bool(grants_opening(person, round))


@rule("friends.change")
def change(person: Any, card: Card) -> bool:
    """The one who wrote a card may change it or take it away."""
    return card.written_by_id == person.id and bool(grants_opening(person, card))


@rule("friends.answer")
def answer(person: Any, subject: Round | Card) -> bool:
    """Those who speak for the organisation that presents may."""
    round = subject if isinstance(subject, Round) else subject.round
    return speaks_for(person, round.presenting_id, round)
