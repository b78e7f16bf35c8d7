"""What one writes in a template: a section of a meeting at a time, each with its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, FormField, ValidationError

from ...fields import StartedFrom, line, text
from .. import parts, pasted
from ..models import MINUTES_IN_A_DAY, SlotKind
from .content import (
    LONGEST_FOCUS,
    MOST_ASKED,
    MOST_OBJECTIVES,
    Asked,
    MeetingTemplate,
    Piece,
    agenda_section,
    asked_section,
)
from .names import roles, ticking
from .row_forms import AFTER, BEFORE, ObjectiveRow, PieceRow, PreparationRow, both
from .rows import Rows

_MORNING = dt.time(9, 0)


class SectionForm(FlaskForm):
    """A section; `started` is the number of the version that the writer began from."""

    started = StartedFrom()
    rows: Rows
    one: ClassVar[Any]
    """What a row is called."""

    @classmethod
    def of(cls, meeting: MeetingTemplate, number: int) -> Self:
        """With what the meeting says; on a form that was sent, with what was written."""
        form = cls(data={"started": number, **cls._now(meeting)})
        form.offer(meeting)
        return form

    @classmethod
    def _now(cls, meeting: MeetingTemplate) -> dict[str, Any]:
        raise LookupError

    def offer(self, meeting: MeetingTemplate) -> None:
        """Fill the selects; for some sections there are none."""

    @property
    def row_forms(self) -> list[Any]:
        return [entry.form for entry in self.rows]

    @property
    def new_row(self) -> dict[str, Any]:
        return {}

    @property
    def says(self) -> dict[str, Any]:
        """As the template's JSON has the section."""
        raise LookupError


class AboutForm(SectionForm):
    one = lazy_gettext("Objective")
    title_sv = line(lazy_gettext("Title in Swedish"), pasted.LONGEST_TITLE)
    title_en = line(lazy_gettext("Title in English"), pasted.LONGEST_TITLE)
    focus_sv = text(lazy_gettext("What it is for, in Swedish"), LONGEST_FOCUS)
    focus_en = text(lazy_gettext("What it is for, in English"), LONGEST_FOCUS)
    rows = Rows(FormField(ObjectiveRow), max_entries=MOST_OBJECTIVES)

    @classmethod
    def _now(cls, meeting: MeetingTemplate) -> dict[str, Any]:
        title, focus = meeting.title, meeting.focus
        both = {"title_sv": title.get("sv"), "title_en": title.get("en")}
        both |= {"focus_sv": focus.get("sv"), "focus_en": focus.get("en")}
        return both | {"rows": [dict(objective) for objective in meeting.objectives]}

    @property
    def says(self) -> dict[str, Any]:
        objectives = [both(row.sv, row.en) for row in self.row_forms]
        return {
            "title": dict(both(self.title_sv, self.title_en)),
            "focus": dict(both(self.focus_sv, self.focus_en)),
            "objectives": [dict(objective) for objective in objectives if objective],
        }

    def validate_title_sv(self, field: Field) -> None:
        if not both(self.title_sv, self.title_en):
            raise ValidationError(gettext("Write a title, in at least one language."))


class PreparationsForm(SectionForm):
    one = lazy_gettext("Preparation")
    rows = Rows(FormField(PreparationRow), max_entries=2 * MOST_ASKED)

    @classmethod
    def _now(cls, meeting: MeetingTemplate) -> dict[str, Any]:
        return {"rows": [cls._row(asked) for asked in meeting.asked]}

    @staticmethod
    def _row(asked: Asked) -> dict[str, Any]:
        when = BEFORE if asked.is_before else AFTER
        said = {"responsible": asked.responsible, "days": abs(asked.days), "when": when, "kind": asked.kind or ""}
        return said | {"sv": asked.text.get("sv"), "en": asked.text.get("en")}

    def offer(self, meeting: MeetingTemplate) -> None:
        """One that nothing here ticks may stay, if the template has it already."""
        kinds = {"": gettext("People, by hand"), **ticking()}
        strange = (asked.kind for asked in meeting.asked if asked.kind and asked.kind not in kinds)
        kinds |= {kind: gettext("“%(kind)s”, which is not there", kind=kind) for kind in strange}
        for row in self.row_forms:
            row.offer(kinds)

    @property
    def new_row(self) -> dict[str, Any]:
        return {"responsible": next(iter(roles())), "days": 14, "when": BEFORE, "kind": ""}

    @property
    def says(self) -> dict[str, Any]:
        return asked_section(row.said for row in self.row_forms)


class AgendaForm(SectionForm):
    one = lazy_gettext("Part of the day")
    rows = Rows(FormField(PieceRow), max_entries=pasted.MOST_SLOTS)

    @classmethod
    def _now(cls, meeting: MeetingTemplate) -> dict[str, Any]:
        return {"rows": [cls._row(piece) for piece in meeting.agenda]}

    @staticmethod
    def _row(piece: Piece) -> dict[str, Any]:
        said = {"starts": piece.starts, "minutes": piece.minutes, "kind": piece.kind}
        return said | {"sv": piece.title.get("sv"), "en": piece.title.get("en"), "parts": parts.written(piece.parts)}

    def offer(self, meeting: MeetingTemplate) -> None:
        for row in self.row_forms:
            row.offer(meeting.agenda)

    @property
    def new_row(self) -> dict[str, Any]:
        """Right after the last one."""
        last = self.row_forms[-1] if self.row_forms else None
        is_whole = last and last.starts.data and 0 < (last.minutes.data or 0) < MINUTES_IN_A_DAY
        starts = last.said.ends if last and is_whole else _MORNING
        return {"starts": starts, "minutes": 30, "kind": SlotKind.PLENARY.value}

    @property
    def says(self) -> dict[str, Any]:
        """In the order of the clock."""
        return agenda_section(sorted((row.said for row in self.row_forms), key=lambda piece: piece.starts))

    def validate_rows(self, field: Rows) -> None:
        if not len(field):
            raise ValidationError(gettext("A day has at least one part."))


FORMS: Mapping[str, type[SectionForm]] = {"about": AboutForm, "preparations": PreparationsForm, "agenda": AgendaForm}


def text_of(agenda: Sequence[Piece]) -> str:
    """The day as one would paste it."""
    return "\n".join(f"{piece.starts:%H.%M}–{piece.ends:%H.%M} {piece.title}" for piece in agenda)
