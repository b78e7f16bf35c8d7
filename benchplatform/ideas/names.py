"""What people call the states of an idea, each with its kind in the states component."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext

from .models import Idea, Verdict

VERDICT_NAMES = {Verdict.TAKEN_UP: lazy_gettext("Take it up"), Verdict.DROPPED: lazy_gettext("Drop it")}


def state_of(idea: Idea) -> tuple[str, str]:
    """For the states component: "done", "Taken up"."""
    if idea.is_open:
        return "draft", gettext("Open idea")
    return ("done", gettext("Taken up")) if idea.taken_up_at else ("open", gettext("Dropped"))
