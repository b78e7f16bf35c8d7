"""What is asked of a person, the most urgent first: at most five, so that they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import dates
from ..meetings.due import Due, due_on
from ..pages import registry
from ..plugin import Step
from ..programmes.models import Cluster

MOST = 5


@dataclass(frozen=True)
class NextSteps:
    """The first few with how near they are, and how many more there are."""

    shown: tuple[tuple[Step, Due | None], ...]
    more: int


def next_steps(person: Any, cluster: Cluster) -> NextSteps:
    left = [step for step in registry().steps(person, cluster) if not step.done]
    shown = ((step, due_on(dates.local_day(step.due)) if step.due else None) for step in left[:MOST])
    return NextSteps(tuple(shown), max(0, len(left) - MOST))
