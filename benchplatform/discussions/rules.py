"""Who may read and write in discussions."""

from __future__ import annotations

from typing import Any

from ..permissions import rule
from .audiences import grants_opening
from .models import Post, Thread
from .spaces import Space


@rule("discussions.read")
def read(person: Any, subject: Thread | Post) -> bool:
    """Everybody who sees the thread may read it."""
    return True


@rule("discussions.write")
def write(person: Any, thread: Thread) -> bool:
    """Everybody who sees the thread through a membership may write in it."""
    return bool(grants_opening(person, thread))


@rule("discussions.start")
def start(person: Any, space: Space) -> bool:
    """Everybody who sees the thing through a membership may start a thread on it."""
    return bool(grants_opening(person, space.thing))


@rule("discussions.paste")
def paste(person: Any, _: None) -> bool:
    """Whoever is a member of anything may have a pasted page turned into Markdown."""
    return bool(person.grants)
