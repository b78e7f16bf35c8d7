"""What one writes about a room: what it is called and talks about, and what is noted there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, ValidationError

from .. import markup
from ..accounts.models import Person
from ..fields import StartedFrom, line, number_or_none, text
from ..languages import Bilingual
from .models import Notes, Room

LONGEST_TITLE = 120
LONGEST_PROMPTS = 2_000


class RoomForm(FlaskForm):
    title_sv = line(lazy_gettext("Name of the room, in Swedish"), LONGEST_TITLE)
    title_en = line(lazy_gettext("Name of the room, in English"), LONGEST_TITLE)
    prompts_sv = text(lazy_gettext("Questions to talk about, in Swedish"), LONGEST_PROMPTS)
    prompts_en = text(lazy_gettext("Questions to talk about, in English"), LONGEST_PROMPTS)
    note_taker = SelectField(lazy_gettext("Note-taker"), coerce=number_or_none)
    version = StartedFrom()
    is_named = True
    """The whole group's room needs no name."""

    @classmethod
    def of(cls, room: Room | None, people: Iterable[Person]) -> Self:
        now: dict[str, Any] = {}
        if room is not None:
            now = {f"title_{code}": words for code, words in room.title.items()}
            now |= {f"prompts_{code}": words for code, words in room.prompts.items()}
            now |= {"note_taker": room.note_taker_id, "version": room.version}
        form = cls(data=now)
        form.is_named = room is None or room.number > 0
        form.note_taker.choices = [("", gettext("Nobody yet")), *((person.id, person.name) for person in people)]
        return form

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(sv=self.title_sv.data, en=self.title_en.data)

    def fill(self, room: Room) -> None:
        room.title = self.title
        room.prompts = Bilingual.of(sv=self.prompts_sv.data, en=self.prompts_en.data)
        room.note_taker_id = self.note_taker.data

    def validate_title_sv(self, field: Any) -> None:
        if self.is_named and not self.title:
            raise ValidationError(gettext("Give the room a name, in at least one language."))


class NotesForm(FlaskForm):
    text = text(lazy_gettext("Notes"), markup.LONGEST_TEXT)
    version = StartedFrom()

    @classmethod
    def of(cls, notes: Notes, draft: str | None) -> Self:
        return cls(data={"text": draft if draft is not None else notes.text, "version": notes.version})
