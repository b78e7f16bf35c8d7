"""What the demo is made of, and the people to sign in as, whom the console and the sign-in page show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PASSWORD = "bench-demo-2026"  # noqa: S105 known to all on purpose: invented people, and only where DEMO is on

_FILE = Path(__file__).parents[1] / "content" / "demo_programme.json"


def _(words: str) -> str:
    """Mark words for the catalogue: the console says them in English, the sign-in page in the visitor's language."""
    return words


_SHOWN = (
    (_("Key person"), "Miriam Haile"),
    (_("Key person"), "Amina Osman"),
    (_("Key person, mentor"), "Sara Nordlund"),
    (_("Manager"), "Nadja Petrović"),
    (_("Elected official"), "Bengt-Åke Sjödin"),
    (_("Former member"), "Per Hallqvist"),
    (_("Programme lead"), "Ylva Sandgren"),
    (_("Site administrator"), "Disa Lindgren"),
)


def read() -> dict[str, Any]:
    """The invented programme: organisations, people, figures, threads, presentations."""
    content: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return content


def people() -> list[tuple[str, str, str]]:
    """Eight of the demo people, one of each kind: role, name, address."""
    content = read()
    addresses = {person["name"]: person["email"] for person in [*content["people"], content["administrator"]]}
    return [(role, name, addresses[name]) for role, name in _SHOWN]


def sign_ins() -> str:
    """The table of demo people for the console."""
    rows = [f"  {role:<20}{name:<19}{address}" for role, name, address in people()]
    return "\n".join([f"Demo people, all with the password {PASSWORD}", *rows])
