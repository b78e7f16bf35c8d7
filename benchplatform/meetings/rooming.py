"""Rooms of a slot: who is offered as note-taker, and a room for each role with the questions of that meeting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..languages import LANGUAGES, Bilingual
from ..programmes.models import Cluster, Membership
from .models import AgendaSlot, Notes, Room

GROUPS = {
    Role.KEY_PERSON: Bilingual(en="Key persons", sv="Nyckelpersoner"),
    Role.MANAGER: Bilingual(en="Managers", sv="Chefer"),
    Role.ELECTED_OFFICIAL: Bilingual(en="Elected officials", sv="Förtroendevalda"),
}
"""Role -> what its room is called."""


@cache
def _prompts() -> Any:
    path = Path(__file__).parents[1] / "content" / "role_prompts.json"
    return json.loads(path.read_text("utf-8"))


def make_for_roles(slot: AgendaSlot) -> None:
    """A room for each role, closed to it, with the questions that its group has at a meeting of this number.

    Nothing when there are such rooms: of two who make them at once, the second finds those of the first.
    """
    _hold(slot)
    if any(room.for_role for room in Room.of_slot(slot)):
        return
    asked = _prompts().get(f"bm{slot.meeting.number}", {})
    first = max((room.number for room in Room.of_slot(slot)), default=0) + 1
    for number, (role, title) in enumerate(GROUPS.items(), first):
        room = Room(slot_id=slot.id, number=number, title=title, for_role=role).share_audience_of(slot)
        prompts = asked.get(role, ())
        room.prompts = Bilingual({code: "\n".join(prompt[code] for prompt in prompts) for code in LANGUAGES})
        db.session.add(room)


def add(slot: AgendaSlot) -> Room:
    """One more room beside the others; not yet named."""
    _hold(slot)
    number = max((room.number for room in Room.of_slot(slot)), default=0) + 1
    return Room(slot_id=slot.id, number=number).share_audience_of(slot)


def _hold(slot: AgendaSlot) -> None:
    """Until the commit, so that two who add rooms at once take turns, and no number is given twice."""
    db.session.execute(sa.select(AgendaSlot.id).where(AgendaSlot.id == slot.id).with_for_update())


def note_takers(cluster: Cluster, role: Role | None, also: Person | None) -> list[Person]:
    """Those who can be asked to take notes: people of the cluster, of the role whose room it is; by name."""
    here = [Membership.in_cluster(cluster)]
    if role is not None:
        here.append(Membership.role == role)
    people = {one.person for one in db.session.scalars(sa.select(Membership).where(*here))}
    return sorted(people | ({also} if also else set()), key=lambda person: (person.name, person.id))


def has_notes(slots: Sequence[AgendaSlot]) -> AgendaSlot | None:
    """The first of the slots about which something is noted: it must not be taken out of the day."""
    noted = sa.select(Room.slot_id).join(Notes, Notes.room_id == Room.id).where(Notes.text != "")
    ids = set(db.session.scalars(noted.where(Room.slot_id.in_([slot.id for slot in slots]))))
    return next((slot for slot in slots if slot.id in ids), None)
