"""Where people talk during a slot, and what is noted there: one room for all, or several at the same time."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import markup
from ...accounts.models import Person
from ...audience import Audience, Role
from ...database import Edited, Model, UTCDateTime, choice, db, insert, reload, utc_now
from ...languages import Bilingual, BilingualText
from .agenda import AgendaSlot


class Room(Edited, Audience, Model):
    """A place for a slot, seen by those who see the slot: number 0 is the whole group's, the others are parallel."""

    __tablename__ = "bench_room"
    __table_args__ = (sa.UniqueConstraint("slot_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_agenda_slot.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[Bilingual] = mapped_column(BilingualText, default=dict)
    prompts: Mapped[Bilingual] = mapped_column(BilingualText, default=dict)
    """Questions to talk about, a line for each."""
    for_role: Mapped[Role | None] = mapped_column(choice(Role))
    """Whose room it is: what is noted there stays with them until they open it."""
    note_taker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    slot: Mapped[AgendaSlot] = relationship(lazy="joined", innerjoin=True)
    note_taker: Mapped[Person | None] = relationship(lazy="joined")
    notes: Mapped[Notes | None] = relationship(back_populates="room", cascade="all, delete-orphan")

    @classmethod
    def of_slot(cls, slot: AgendaSlot) -> list[Self]:
        """In their order; one query."""
        return list(db.session.scalars(sa.select(cls).where(cls.slot_id == slot.id).order_by(cls.number)))

    @classmethod
    def of_all(cls, slot: AgendaSlot) -> Self:
        """The whole group's room of a slot, made when it is first needed; two who need it at once get the same."""
        place: dict[str, Any] = {"slot_id": slot.id, "number": 0, "title": Bilingual(), "prompts": Bilingual()}
        place["version"] = 1
        db.session.execute(insert(cls).values(**place, **slot.audience_columns).on_conflict_do_nothing())
        return db.session.scalars(sa.select(cls).where(cls.slot_id == slot.id, cls.number == 0)).one()

    @property
    def lines(self) -> list[str]:
        return [line for line in str(self.prompts).splitlines() if line.strip()]

    def take_notes(self, person: Person) -> bool:
        """False when somebody else takes them already."""
        free = sa.update(Room).where(Room.id == self.id, Room.note_taker_id.is_(None))
        mine = free.values(note_taker_id=person.id, version=Room.version + 1)
        taken = db.session.scalar(mine.returning(Room.id)) is not None
        reload(self)
        return taken


class Notes(Edited, Audience, Model):
    """What is noted in a room, for those who see the slot; in the room of a role for its people, until it is opened."""

    __tablename__ = "bench_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_room.id", ondelete="CASCADE"), unique=True)
    text: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    renderer: Mapped[int] = mapped_column(default=markup.VERSION)
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    room: Mapped[Room] = relationship(back_populates="notes")
    written_by: Mapped[Person | None] = relationship()

    @classmethod
    def begin(cls, room: Room) -> Self:
        """Empty ones, with the audience of the room; not yet saved."""
        notes = cls(room_id=room.id, version=0, text="").share_audience_of(room)
        notes.role = room.for_role or room.role
        return notes

    @classmethod
    def in_rooms(cls, rooms: list[Room], person: Any) -> dict[int, Self]:
        """Room id -> its notes, of those that the person sees; one query."""
        here = cls.room_id.in_([room.id for room in rooms]), cls.visible_to(person)
        return {notes.room_id: notes for notes in db.session.scalars(sa.select(cls).where(*here))}

    def say(self, text: str, person: Person, started_from: int) -> bool:
        """Save the text; False when somebody has saved another one since version `started_from`."""
        said = {"text": text, "html": markup.render(text), "renderer": markup.VERSION}
        said |= {"written_at": utc_now(), "written_by_id": person.id}
        if self.version:
            return self.edit(started_from, **said)
        new = insert(Notes).values(room_id=self.room_id, version=1, **said, **self.audience_columns)
        new = new.on_conflict_do_nothing()
        return db.session.scalar(new.returning(Notes.id)) is not None

    def open(self) -> bool:
        """To everybody who sees the slot; False when it was opened before.

        Counts as an edit: whoever writes on for the group alone is told before the words go further.
        """
        closed = sa.update(Notes).where(Notes.id == self.id, Notes.role.is_distinct_from(self.room.role))
        wide = closed.values(role=self.room.role, version=Notes.version + 1)
        opened = db.session.scalar(wide.returning(Notes.id)) is not None
        reload(self)
        return opened

    @property
    def is_closed(self) -> bool:
        return self.is_closed_in(self.room)

    def is_closed_in(self, room: Room) -> bool:
        """Do they stay with the people of one role? `room` is theirs, also while they are not saved."""
        return self.role != room.role

    @property
    def shown(self) -> Markup:
        """The text as HTML, by the rules of today."""
        html = self.html if self.renderer == markup.VERSION else markup.render(self.text)
        return Markup(markup.below(request.script_root, html))  # noqa: S704 sanitised when rendered
