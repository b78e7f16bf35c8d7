"""What the pages of a round share: the blueprint, the cluster in whose frame they stand, and when it is too late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext

from ...meetings.frame import meeting_of
from ...meetings.models import AgendaSlot
from ...programmes.models import Cluster
from ..kinds import Kind
from ..models import Card, Round

bp = Blueprint("friends", __name__)
bp.add_app_template_global(Kind, "friend_kinds")


def about(slot: AgendaSlot) -> Cluster:
    """In the frame of a cluster that the person sees."""
    return meeting_of(slot).seen_from


def address(round: Round, anchor: str | None = None) -> str:
    return url_for("friends.round_page", id=round.id, _anchor=anchor)


def closed() -> str:
    """Why nothing can be written any more."""
    return gettext("The meeting is closed, so this is only there to be read.")


def too_late(round: Round, sentence: str) -> Any:
    """Back to the round, and say why nothing was done."""
    flash(sentence, "late")
    return redirect(address(round))


def by_kind(cards: Sequence[Card]) -> dict[Kind, list[Card]]:
    """In the fixed order."""
    return {kind: [card for card in cards if card.kind is kind] for kind in Kind}
