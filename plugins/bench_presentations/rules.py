"""Who may do what with presentations."""

from __future__ import annotations

from typing import Any

from benchplatform.audience import spoken_for
from benchplatform.meetings.models import Meeting
from benchplatform.permissions import rule

from .models import Presentation


@rule("presentations.read")
def read(person: Any, presentation: Presentation) -> bool:
    """Everybody who sees it: its organisation while it is a draft, the cluster when it is published."""
    return True


@rule("presentations.add")
def add(person: Any, meeting: Meeting) -> bool:
    """Key persons, managers and elected officials of an organisation in the meeting's cluster."""
    return bool(spoken_for(person, meeting.seen_from.id))


@rule("presentations.write")
def write(person: Any, presentation: Presentation) -> bool:
    """Key persons, managers and elected officials of the organisation that it belongs to, in that cluster."""
    return presentation.owner_id in spoken_for(person, presentation.cluster_id)


@rule("presentations.publish")
def publish(person: Any, presentation: Presentation) -> bool:
    """Those who may write it: publishing and taking back is the organisation's own decision."""
    return write(person, presentation)


def asks_for(person: Any, presentation: Presentation) -> list[int]:
    """Ids of the organisations for which the person may ask about it: no organisation asks itself."""
    return [id for id in spoken_for(person, presentation.cluster_id) if id != presentation.owner_id]


@rule("presentations.ask")
def ask(person: Any, presentation: Presentation) -> bool:
    """Key persons, managers and elected officials of the other organisations, once it is published."""
    return presentation.is_published and bool(asks_for(person, presentation))
