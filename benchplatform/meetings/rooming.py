"""Rooms of a slot: who is offered as note-taker, and a room for each role with the questions of that meeting."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from ..accounts.models import Person
from ..audience import Role
from ..database import db
from ..discussions.models import Draft
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
    hold(slot)
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
    hold(slot)
    number = max((room.number for room in Room.of_slot(slot)), default=0) + 1
    return Room(slot_id=slot.id, number=number).share_audience_of(slot)


def hold(*slots: AgendaSlot) -> None:
    """Until the commit: who notes, makes rooms or takes out a slot takes turns. Raises NotFound when one is gone."""
    ids = {slot.id for slot in slots}
    held = sa.select(AgendaSlot.id).where(AgendaSlot.id.in_(ids)).order_by(AgendaSlot.id).with_for_update()
    if set(db.session.scalars(held)) != ids:
        raise NotFound


def hold_room(room: Room) -> None:
    """With its slot. Raises NotFound when one of them is gone."""
    hold(room.slot)
    if db.session.scalar(sa.select(Room.id).where(Room.id == room.id)) is None:
        raise NotFound


def note_takers(cluster: Cluster, role: Role | None, also: Person | None) -> list[Person]:
    """Those who can be asked to take notes: people of the cluster, of the role whose room it is; by name."""
    here = [Membership.in_cluster(cluster)]
    if role is not None:
        here.append(Membership.role == role)
    people = {one.person for one in db.session.scalars(sa.select(Membership).where(*here))}
    return sorted(people | ({also} if also else set()), key=lambda person: (person.name, person.id))


def draft_of(room: Room) -> str:
    """Where the drafts of its notes are kept."""
    return f"notes:{room.id}"


def is_noted_in(rooms: Sequence[Room]) -> set[int]:
    """Ids of those of the rooms in which something is noted, or somebody is noting just now."""
    ids = [room.id for room in rooms]
    noted = set(db.session.scalars(sa.select(Notes.room_id).where(Notes.room_id.in_(ids), Notes.text != "")))
    places = {draft_of(room): room.id for room in rooms}
    begun = db.session.scalars(sa.select(Draft.place).where(Draft.place.in_(places)))
    return noted | {places[place] for place in begun}


def has_notes(slots: Sequence[AgendaSlot]) -> AgendaSlot | None:
    """The first of the slots about which something is noted: it must not be taken out of the day."""
    rooms = db.session.scalars(sa.select(Room).where(Room.slot_id.in_([slot.id for slot in slots]))).all()
    noted = is_noted_in(rooms)
    ids = {room.slot_id for room in rooms if room.id in noted}
    return next((slot for slot in slots if slot.id in ids), None)


def step_down(membership: Membership) -> None:
    """Who has left takes no notes any more: somebody else may."""
    left = Room.note_taker_id == membership.person_id, Room.programme_id == membership.programme_id
    still = sa.select(Membership.id).where(
        Membership.person_id == membership.person_id,
        Membership.programme_id == membership.programme_id,
        Membership.current(),
    )
    if db.session.scalar(sa.select(~still.exists())):
        db.session.execute(sa.update(Room).where(*left).values(note_taker_id=None, version=Room.version + 1))
