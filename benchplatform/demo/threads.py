"""The demo's threads on meetings: most are open to the cluster, some to one role alone."""

from __future__ import annotations

from ..audience import Role
from .scene import Demo

_ROLE = "role:"


def add(demo: Demo) -> None:
    for entry in demo.content["threads"]:
        kind = entry["kind"]
        role = Role(kind.removeprefix(_ROLE)) if kind.startswith(_ROLE) else None
        demo.start_thread("meeting", demo.meetings[entry["meeting"]], entry, role)
