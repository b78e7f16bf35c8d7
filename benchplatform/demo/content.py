"""What the demo is made of, and the table of people to sign in as that the console shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PASSWORD = "bench-demo-2026"  # noqa: S105 known to all on purpose: invented people, and only where DEMO is on

_FILE = Path(__file__).parents[1] / "content" / "demo_programme.json"

_SHOWN = (
    ("Key person", "Miriam Haile"),
    ("Key person", "Amina Osman"),
    ("Key person, mentor", "Sara Nordlund"),
    ("Manager", "Nadja Petrović"),
    ("Elected official", "Bengt-Åke Sjödin"),
    ("Former member", "Per Hallqvist"),
    ("Programme lead", "Ylva Sandgren"),
    ("Site administrator", "Disa Lindgren"),
)


def read() -> dict[str, Any]:
    """The invented programme: organisations, people, figures, threads, presentations."""
    content: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return content


def sign_ins() -> str:
    """A table of eight of the demo people for the console: role, name, address."""
    content = read()
    addresses = {person["name"]: person["email"] for person in [*content["people"], content["administrator"]]}
    rows = [f"  {role:<20}{name:<19}{addresses[name]}" for role, name in _SHOWN]
    return "\n".join([f"Demo people, all with the password {PASSWORD}", *rows])
