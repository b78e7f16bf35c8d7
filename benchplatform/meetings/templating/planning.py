"""Meetings made of a template: drafts that can be looked at, and then all of them saved at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...database import db
from ...events import meeting_planned
from ...languages import Bilingual
from ...programmes.models import Cluster
from .. import hosting
from ..models import (
    AgendaSlot,
    Meeting,
    Objective,
    Preparation,
    Responsible,
    SlotKind,
    SlotPart,
    TemplateVersion,
)
from .content import MeetingTemplate
from .oddities import refuse_unplannable


@dataclass(frozen=True)
class Occasion:
    """When and where a meeting is, who receives and who answers; the template's own hour when none is said."""

    day: dt.date
    starts: dt.time | None = None
    place: str = ""
    host_id: int | None = None
    contact_id: int | None = None


def draft(
    cluster: Cluster, version: TemplateVersion, template: MeetingTemplate, at: Occasion, number: int | None = None
) -> Meeting:
    """The meeting as it will be, not saved; another number than the template's changes its title along.

    Raises CannotPlan when the template names what no meeting can have.
    """
    refuse_unplannable([template])
    number = template.number if number is None else number
    meeting = Meeting(
        programme_id=cluster.programme_id,
        cluster_id=cluster.id,
        template_version_id=version.id,
        number=number,
        kind=template.kind,
        title=renumbered(template.title, template.number, number),
        purpose=template.focus,
        place=at.place,
        host_id=at.host_id,
        contact_id=at.contact_id,
    )
    _fill(meeting, template)
    meeting.starts, meeting.ends = meeting.agenda[0].starts, max(slot.ends for slot in meeting.agenda)
    meeting.move_to(at.day, at.starts or meeting.starts)
    return meeting


def save(meetings: Sequence[Meeting]) -> None:
    """In a handful of statements, however many they are. Raises IntegrityError when a number is taken."""
    db.session.add_all(meetings)
    db.session.flush()
    for meeting in meetings:
        hosting.begin(meeting)
        meeting_planned.send(meeting)


def renumbered(title: Bilingual, old: int, new: int) -> Bilingual:
    """ "Meeting 2: Services" as the first meeting is "Meeting 1: Services"."""
    if old == new:
        return title
    return Bilingual({code: re.sub(rf"\b{old}\b", str(new), text, count=1) for code, text in title.items()})


def theme(template: MeetingTemplate) -> str:
    """What the meeting is about, without its number: "Meeting 2: Services" is about "Services"."""
    return re.sub(rf"^[^:]*\b{template.number}\s*[:.–-]\s*", "", str(template.title)) or str(template.title)


def _fill(meeting: Meeting, template: MeetingTemplate) -> None:
    for position, text in enumerate(template.objectives, 1):
        meeting.objectives.append(Objective(position=position, text=text))
    for position, asked in enumerate(template.asked, 1):
        meeting.preparations.append(
            Preparation(
                position=position,
                kind=asked.kind,
                responsible=Responsible(asked.responsible),
                due_offset_days=asked.days,
                text=asked.text,
            )
        )
    for position, piece in enumerate(template.agenda, 1):
        slot = AgendaSlot(position=position, starts=piece.starts, minutes=piece.minutes, title=piece.title)
        slot.kind = SlotKind(piece.kind)
        for place, part in enumerate(piece.parts, 1):
            slot.parts.append(SlotPart(position=place, minutes=part.minutes, title=part.title))
        meeting.agenda.append(slot)
