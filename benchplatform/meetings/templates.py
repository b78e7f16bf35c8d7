"""The built-in template's meetings, one by one: what is achieved, prepared and done at each, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..programmes.models import Cluster
from .models import Meeting
from .templating import builtin, planning
from .templating.builtin import asked_of
from .templating.content import meeting_of

__all__ = ["asked_of", "plan_meeting", "templates"]


def templates() -> dict[str, Mapping[str, Any]]:
    """Key -> what the code says of the meeting, in the order of the programme."""
    return {template["key"]: template for template in builtin.content()}


def plan_meeting(  # noqa: PLR0917 all that a meeting needs to be, each with a name
    cluster: Cluster,
    key: str,
    day: dt.date,
    place: str,
    host_id: int | None,
    contact_id: int | None,
    starts: dt.time | None = None,
) -> Meeting:
    """A meeting of the cluster as the built-in template has it; `starts` moves the whole agenda. Raises KeyError."""
    version = builtin.current()
    template = meeting_of(version, key)
    if template is None:
        raise KeyError(key)
    meeting = planning.draft(cluster, version, template, planning.Occasion(day, starts, place, host_id, contact_id))
    planning.save([meeting])
    return meeting
