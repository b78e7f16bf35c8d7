"""What critical friends bring to other pages: the rounds of a part of the day, and where an idea comes from."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import joinedload

from ..database import db
from ..ideas.models import Idea
from ..meetings.day import InUse
from ..meetings.models import AgendaSlot
from ..permissions import can
from .models import Card, FriendGroup, FriendSeat, Round


def on_slot(slot: AgendaSlot) -> str:
    """Panel on the page of a part of the day: its rounds, and a way to begin one; one query."""
    cards = sa.select(sa.func.count()).where(Card.round_id == Round.id).scalar_subquery()
    own = sa.and_(FriendSeat.round_id == Round.id, FriendSeat.person_id == current_user.id)
    rounds = (
        sa.select(Round, cards, FriendGroup.number, FriendGroup.room)
        .outerjoin(FriendSeat, own)
        .outerjoin(FriendGroup, FriendGroup.id == FriendSeat.group_id)
        .where(Round.slot_id == slot.id, Round.visible_to(current_user))
        .order_by(Round.id)
    )
    rows = db.session.execute(rounds).all()
    is_closed = slot.meeting.closed_at is not None
    may_begin = can("friends.begin", slot) and not is_closed
    if not rows and not may_begin:
        return ""
    return render_template("friends/_panel.html", rows=rows, slot=slot, may_begin=may_begin)


def on_idea(idea: Idea) -> str:
    """Panel on the page of an idea: the card that it comes from, for those who see that; one query."""
    mine = sa.select(Card).where(Card.idea_id == idea.id, Card.visible_to(current_user))
    along = joinedload(Card.written_by), joinedload(Card.written_for), joinedload(Card.round)
    card = db.session.scalar(mine.options(*along))
    return render_template("friends/_origin.html", card=card) if card else ""


def refuse_with_feedback(thing: Any) -> None:
    """A part of the day in which friends have given feedback is not taken away. Raises InUse."""
    if isinstance(thing, AgendaSlot):
        written = sa.select(Card.id).join(Round, Card.round_id == Round.id).where(Round.slot_id == thing.id)
        if db.session.scalar(sa.select(written.exists())):
            raise InUse(gettext("“%(title)s” has feedback from friends, so it stays in the day.", title=thing.title))
