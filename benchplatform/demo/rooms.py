"""Who presents at the demo's meetings, the rooms of the role groups, and what was noted at the one that has been."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..audience import Role
from ..database import db
from ..meetings import rooming
from ..meetings.models import AgendaSlot, Notes, Room
from .scene import Demo

_FILE = Path(__file__).parents[1] / "content" / "demo_rooms.json"


def add(demo: Demo) -> None:
    content = json.loads(_FILE.read_text("utf-8"))
    for entry in content["slots"]:
        slot = _slot(demo, entry)
        slot.presenter, slot.responsible_id = entry["presenter"], demo.organisations[entry["org"]].id
    for entry in content["rooms"]:
        rooming.make_for_roles(_slot(demo, entry))
    db.session.flush()
    for entry in content["notes"]:
        _note(demo, entry)


def _note(demo: Demo, entry: Mapping[str, Any]) -> None:
    slot, person = _slot(demo, entry), demo.people[entry["by"]]
    role = Role(entry["role"]) if "role" in entry else None
    room = next(one for one in Room.of_slot(slot) if one.for_role is role) if role else Room.of_all(slot)
    room.take_notes(person)
    Notes.begin(room).say(entry["text"]["sv"], person, 0)
    notes = db.session.query(Notes).filter_by(room_id=room.id).one()
    notes.written_at = demo.on(slot.meeting.day, dt.time.fromisoformat(entry["clock"]))
    if entry.get("is_open"):
        notes.open()


def _slot(demo: Demo, entry: Mapping[str, Any]) -> AgendaSlot:
    return demo.meetings[entry["meeting"]].agenda[entry["slot"] - 1]
