"""The demo's template: the built-in one, copied by the lead and adapted after the second meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..database import db
from ..languages import Bilingual
from ..meetings.models import ProgrammeTemplate
from ..meetings.templating import builtin
from ..meetings.templating.content import section_of, with_section
from .scene import Demo

_THERE_DAYS_AGO = 366


def add(demo: Demo) -> None:
    """Two versions: as copied, and with an objective and a preparation more."""
    original, told = builtin.current(), demo.content["template"]
    original.made_at = demo.at(-_THERE_DAYS_AGO)
    lead = demo.people[told["by"]]
    template = ProgrammeTemplate(programme_id=demo.cluster.programme_id, name=Bilingual(told["name"]))
    db.session.add(template)
    template.add_version(original.content, lead).made_at = demo.at(told["copied_offset_days"])
    adapted = with_section(original.content, told["meeting"], _adapted(original.content, told))
    template.add_version(adapted, lead).made_at = demo.at(told["adapted_offset_days"])


def _adapted(content: Any, told: Mapping[str, Any]) -> dict[str, Any]:
    about = section_of(content, told["meeting"], "about")
    asked = section_of(content, told["meeting"], "preparations")
    assert about
    assert asked
    before = sorted([*asked["preparations"], told["preparation"]], key=lambda one: one["due_offset_days"])
    return {**about, **asked, "objectives": [*about["objectives"], told["objective"]], "preparations": before}
