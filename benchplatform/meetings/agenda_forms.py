"""What one writes about the day: a slot of it, or all of it as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired

from ..fields import StartedFrom, WholeNumber, choices, line, number_or_none, text
from ..languages import Bilingual
from . import parts, pasted
from .models import MINUTES_IN_A_DAY, AgendaSlot, Meeting, SlotKind, SlotPart, minute_of

KINDS: Mapping[SlotKind, Any] = {
    SlotKind.BREAK: lazy_gettext("Break"),
    SlotKind.PLENARY: lazy_gettext("All together"),
    SlotKind.PRESENTATION: lazy_gettext("Presentation"),
    SlotKind.DISCUSSION: lazy_gettext("Discussion"),
    SlotKind.SMALL_GROUPS: lazy_gettext("Small groups"),
    SlotKind.ROLE_GROUPS: lazy_gettext("Role groups"),
    SlotKind.ORGANISATION: lazy_gettext("Each organisation by itself"),
    SlotKind.WRAP_UP: lazy_gettext("Wrap-up"),
}
LONGEST_PRESENTER = 120
LONGEST_PARTS, _LONGEST_TEXT = 2_000, 20_000


def _organisations(meeting: Meeting, slot: AgendaSlot | None) -> list[Any]:
    """Those of the cluster, and the one that the slot has already."""
    found = dict.fromkeys(meeting.seen_from.organisations)
    if slot is not None and slot.responsible is not None:
        found[slot.responsible] = None
    return choices({"": gettext("Not decided yet")} | {one.id: one.name for one in found})


class SlotForm(FlaskForm):
    title_sv = line(lazy_gettext("What happens, in Swedish"), pasted.LONGEST_TITLE)
    title_en = line(lazy_gettext("What happens, in English"), pasted.LONGEST_TITLE)
    kind = SelectField(lazy_gettext("Kind"))
    starts = TimeField(
        lazy_gettext("Begins at"), [InputRequired(lazy_gettext("Write a time with hours and minutes: 09:30."))]
    )
    minutes = WholeNumber(lazy_gettext("Minutes"), [InputRequired(lazy_gettext("Say how long it takes, in minutes."))])
    presenter = line(lazy_gettext("Who presents"), LONGEST_PRESENTER)
    responsible = SelectField(lazy_gettext("Responsible organisation"), coerce=number_or_none)
    parts = text(lazy_gettext("Parts"), LONGEST_PARTS)
    moves_rest = BooleanField(lazy_gettext("Move what comes after it along"), default=True)
    version = StartedFrom()
    found_parts: tuple[SlotPart, ...] = ()
    parts_before: tuple[SlotPart, ...] = ()

    @classmethod
    def of(cls, meeting: Meeting, slot: AgendaSlot | None, starts: dt.time) -> Self:
        """The form of a slot as it is; or of a new one that begins at a time."""
        now: dict[str, Any] = {"starts": starts, "minutes": 30, "kind": SlotKind.PLENARY}
        if slot is not None:
            now = {"starts": slot.starts, "minutes": slot.minutes, "kind": slot.kind}
            now |= {"title_sv": slot.title.get("sv"), "title_en": slot.title.get("en")}
            now |= {"parts": parts.written(slot.parts), "presenter": slot.presenter, "responsible": slot.responsible_id}
        form = cls(data=now | {"version": meeting.version, "moves_rest": True})
        form.parts_before = tuple(slot.parts) if slot else ()
        form.kind.choices = choices(KINDS)
        form.responsible.choices = _organisations(meeting, slot)
        return form

    @property
    def title(self) -> Bilingual:
        return Bilingual.of(sv=self.title_sv.data, en=self.title_en.data)

    def fill(self, slot: AgendaSlot) -> None:
        """All but when it is, on which the rest of the day depends."""
        slot.kind, slot.title = self.kind.data, self.title
        slot.presenter, slot.responsible_id = self.presenter.data or "", self.responsible.data
        slot.parts[:] = self.found_parts

    def validate_title_sv(self, field: Any) -> None:
        if not self.title:
            raise ValidationError(gettext("Write what happens, in at least one language."))

    def validate_minutes(self, field: Any) -> None:
        if field.data is not None and not 0 < field.data < MINUTES_IN_A_DAY:
            raise ValidationError(gettext("Say how long it takes, in minutes."))
        if field.data and self.starts.data and minute_of(self.starts.data) + field.data >= MINUTES_IN_A_DAY:
            raise ValidationError(gettext("The day would go on past midnight. Choose an earlier time."))

    def validate_parts(self, field: Any) -> None:
        try:
            self.found_parts = tuple(parts.read(field.data, self.minutes.data or 0, self.parts_before))
        except pasted.NotUnderstood as found:
            raise ValidationError(" ".join(found.sentences)) from found


class PasteForm(FlaskForm):
    day = text(
        lazy_gettext("The whole day"),
        _LONGEST_TEXT,
        lazy_gettext("Paste the day first, a line for each part of it."),
    )
    version = StartedFrom()
    slots: tuple[pasted.PastedSlot, ...] = ()

    def validate_day(self, field: Any) -> None:
        try:
            self.slots = tuple(pasted.read(field.data))
        except pasted.NotUnderstood as found:
            raise ValidationError(" ".join(found.sentences)) from found
