"""A round of critical friends about one presentation: its groups, what they say, and what is answered."""

from .cards import LONGEST_CARD, LONGEST_WHY, Answer, Card
from .rounds import LONGEST_ROOM, FriendGroup, FriendSeat, Round

__all__ = [
    "LONGEST_CARD",
    "LONGEST_ROOM",
    "LONGEST_WHY",
    "Answer",
    "Card",
    "FriendGroup",
    "FriendSeat",
    "Round",
]
