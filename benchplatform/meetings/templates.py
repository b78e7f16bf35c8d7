"""The programme's meetings as templates: what is achieved, prepared and done at each, in both languages."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from ..database import db
from ..events import meeting_planned
from ..languages import Bilingual
from ..programmes.models import Cluster
from . import hosting
from .models import AgendaSlot, Meeting, MeetingKind, Objective, Preparation, Responsible, SlotKind, SlotPart

_KINDS = {"startup": MeetingKind.STARTUP, "conf": MeetingKind.CONFERENCE}


@cache
def _content() -> Any:
    path = Path(__file__).parents[1] / "content" / "meeting_templates.json"
    return json.loads(path.read_text("utf-8"))


def templates() -> dict[str, Any]:
    """Key -> template, in the order of the programme."""
    return {template["key"]: template for template in _content()["meetings"]}


def unplanned(planned: set[int]) -> list[Any]:
    """The templates of meetings whose numbers a cluster has not planned yet."""
    return [template for template in templates().values() if template["no"] not in planned]


def asked_of(responsible: Responsible) -> Bilingual:
    """Who a preparation is asked of, in words."""
    return Bilingual(_content()["responsible"][responsible.value])


def plan_meeting(  # noqa: PLR0917 all that a meeting needs to be, each with a name
    cluster: Cluster,
    key: str,
    day: dt.date,
    place: str,
    host_id: int | None,
    contact_id: int | None,
    starts: dt.time | None = None,
) -> Meeting:
    """A meeting of the cluster as its template has it; `starts` moves the whole agenda. Raises KeyError."""
    template = templates()[key]
    meeting = Meeting(
        programme_id=cluster.programme_id,
        cluster_id=cluster.id,
        number=template["no"],
        kind=_KINDS.get(key, MeetingKind.BENCHMARKING),
        title=Bilingual(template["title"]),
        purpose=Bilingual(template["focus"]),
        day=day,
        place=place,
        host_id=host_id,
        contact_id=contact_id,
    )
    _fill(meeting, template)
    meeting.starts, meeting.ends = meeting.agenda[0].starts, meeting.agenda[-1].ends
    meeting.move_to(day, starts or meeting.starts)
    db.session.add(meeting)
    db.session.flush()
    hosting.begin(meeting)
    meeting_planned.send(meeting)
    return meeting


def length(key: str) -> dt.timedelta:
    """How long the template's day is, from its first slot to its end."""
    return dt.timedelta(minutes=sum(slot["minutes"] for slot in templates()[key]["agenda"]))


def _fill(meeting: Meeting, template: Any) -> None:
    for position, text in enumerate(template["objectives"], 1):
        meeting.objectives.append(Objective(position=position, text=Bilingual(text)))
    for position, asked in enumerate([*template["preparations"], *template["after"]], 1):
        meeting.preparations.append(
            Preparation(
                position=position,
                kind=asked.get("kind"),
                responsible=Responsible(asked["responsible"]),
                due_offset_days=asked["due_offset_days"],
                text=Bilingual(asked["text"]),
            )
        )
    for position, slot in enumerate(template["agenda"], 1):
        meeting.agenda.append(
            AgendaSlot(
                position=position,
                starts=dt.time.fromisoformat(slot["start"]),
                minutes=slot["minutes"],
                kind=SlotKind(slot["kind"]),
                title=Bilingual(slot["title"]),
                parts=[
                    SlotPart(position=place, minutes=part["minutes"], title=Bilingual(part["title"]))
                    for place, part in enumerate(slot.get("parts", ()), 1)
                ],
            )
        )
