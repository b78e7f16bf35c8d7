"""What one writes in a round of critical friends: about whom it is, who is in which group, a card, and an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, ValidationError

from ..fields import StartedFrom, choices, line, text
from ..meetings.models import AgendaSlot
from ..organisations.models import Organisation
from .kinds import Kind
from .models import LONGEST_CARD, LONGEST_ROOM, LONGEST_WHY, Answer, Card, FriendGroup
from .proposing import LARGEST, SMALLEST

ANSWER_NAMES = {Answer.TAKEN: lazy_gettext("We take it with us"), Answer.NOT_NOW: lazy_gettext("Not now")}
NEW_GROUP = "new"


class BeginForm(FlaskForm):
    presenting = SelectField(lazy_gettext("Who presents"), coerce=int)
    size = RadioField(
        lazy_gettext("People in a group, or about so many"),
        choices=choices({size: str(size) for size in range(SMALLEST, LARGEST + 1)}),
        default="4",
    )

    @classmethod
    def of(cls, slot: AgendaSlot, organisations: Iterable[Organisation]) -> Self:
        form = cls(data={"presenting": slot.responsible_id, "size": "4"})
        form.presenting.choices = [(one.id, one.name) for one in organisations]
        return form


class GroupsForm(FlaskForm):
    """A select field for each person and a line for each room; made by `of`, since every round has others."""

    version = StartedFrom()

    @classmethod
    def of(cls, groups: Sequence[FriendGroup], names: dict[int, str], version: int) -> GroupsForm:
        """`names` of everybody who is there, by person id; who is in no group stands there too."""
        numbers = {str(group.number): gettext("Group %(number)s", number=group.number) for group in groups}
        offered = choices({"": gettext("In no group")} | numbers | {NEW_GROUP: gettext("A new group")})
        at = {seat.person_id: str(group.number) for group in groups for seat in group.seats}
        fields: dict[str, Any] = {
            f"person_{id}": SelectField(name, choices=offered, default=at.get(id, "")) for id, name in names.items()
        }
        for group in groups:
            label = gettext("Room of group %(number)s", number=group.number)
            fields[f"room_{group.number}"] = line(label, LONGEST_ROOM, default=group.room)
        return type("GroupsOfRound", (cls,), fields)(data={"version": version})

    def rooms(self) -> list[Any]:
        return [field for field in self if field.name.startswith("room_")]

    def people(self) -> list[Any]:
        return [field for field in self if field.name.startswith("person_")]

    def chosen(self) -> list[tuple[str, list[int]]]:
        """The room of each group and the ids of its people, new ones last; a group without people is gone."""
        numbers = [*(field.name.removeprefix("room_") for field in self.rooms()), NEW_GROUP]
        found = []
        for number in numbers:
            ids = [int(field.name.removeprefix("person_")) for field in self.people() if field.data == number]
            room = "" if number == NEW_GROUP else self[f"room_{number}"].data
            found.append((room or "", ids))
        return [(room, ids) for room, ids in found if ids]


class FeedbackForm(FlaskForm):
    """A card of each kind, in the fixed order; at least one of them is written."""

    curious = text(Kind.CURIOUS.label, LONGEST_CARD)
    strong = text(Kind.STRONG.label, LONGEST_CARD)
    asked = text(Kind.ASKED.label, LONGEST_CARD)
    missing = text(Kind.MISSING.label, LONGEST_CARD)

    def written(self) -> dict[Kind, str]:
        return {kind: self[kind.value].data for kind in Kind if self[kind.value].data}

    def validate_curious(self, field: Any) -> None:
        if not self.written():
            raise ValidationError(gettext("Write at least one of the four."))


class CardForm(FlaskForm):
    text = text(lazy_gettext("Your feedback"), LONGEST_CARD, lazy_gettext("Write something, or take the card away."))
    version = StartedFrom()

    @classmethod
    def of(cls, card: Card) -> Self:
        form = cls(data={"text": card.text, "version": card.version})
        form.text.label.text = card.kind.label
        return form


class AnswerForm(FlaskForm):
    answer = RadioField(lazy_gettext("Your answer"), choices=choices(ANSWER_NAMES), default=Answer.TAKEN.value)
    why = line(lazy_gettext("Why, in a sentence"), LONGEST_WHY)
    version = StartedFrom()

    @classmethod
    def of(cls, card: Card) -> Self:
        return cls(data={"answer": (card.answer or Answer.TAKEN).value, "why": card.why, "version": card.version})

    def validate_why(self, field: Any) -> None:
        if self.answer.data == Answer.NOT_NOW and not field.data:
            raise ValidationError(gettext("Say in a sentence why not now."))
