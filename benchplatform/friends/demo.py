"""The demo's round of critical friends: one that is finished, with what became of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..database import db
from .actions import answer_card
from .kinds import Kind
from .models import Answer, Card, Round
from .seating import propose_groups

if TYPE_CHECKING:
    from ..demo import Demo

_FILE = Path(__file__).parents[1] / "content" / "demo_friends.json"


def load(demo: Demo) -> None:
    content = json.loads(_FILE.read_text("utf-8"))
    meeting = demo.meetings[content["meeting"]]
    slot, begun_by = meeting.agenda[content["slot"] - 1], demo.people[content["begun_by"]]
    presenting = demo.organisations[content["presenting"]]
    db.session.flush()
    round, _ = Round.begin(slot, presenting.id, content["size"], begun_by)
    round.begun_at = demo.on(meeting.day, dt.time(10, 40))
    propose_groups(round)
    for group, room in zip(round.groups(), content["rooms"], strict=False):
        group.room = room["sv"]
    for place, entry in enumerate(content["cards"]):
        _write(demo, round, entry, demo.on(meeting.day, dt.time(11, 8 + place)))
    round.hand_over(begun_by, demo.on(meeting.day, dt.time(11, 20)))


def _write(demo: Demo, round: Round, entry: Mapping[str, Any], at: dt.datetime) -> None:
    writer = demo.people[entry["by"]]
    card = Card(round_id=round.id, kind=Kind(entry["kind"]), text=entry["text"]["sv"], written_at=at)
    card.written_by_id, card.written_for_id = writer.id, writer.memberships[0].organisation_id
    db.session.add(card.share_audience_of(round))
    db.session.flush()
    if "answer" in entry:
        given = entry["answer"]
        why = given["why"]["sv"] if "why" in given else ""
        answer_card(card, card.version, Answer(given["answer"]), why, demo.people[given["by"]])
        card.answered_at = demo.on(round.slot.meeting.day, dt.time(11, 25))
        if card.idea:
            card.idea.written_at = card.answered_at
