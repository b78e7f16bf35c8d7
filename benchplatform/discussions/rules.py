"""Who may read and write in discussions."""

from __future__ import annotations

from typing import Any

from ..permissions import rule
from ..programmes.models import Cluster, led_by
from .audiences import grants_opening, is_led
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


@rule("discussions.edit")
def edit(person: Any, post: Post) -> bool:
    """Its author may, for as long as they may write in the thread."""
    return post.author_id == person.id and write(person, post.thread)


@rule("discussions.moderate")
def moderate(person: Any, subject: Cluster | Post) -> bool:
    """The leads of the programme may, in the threads that they see."""
    led = subject.thread.programme_id if isinstance(subject, Post) else subject.programme_id
    return led in led_by(person)


@rule("discussions.remove")
def remove(person: Any, post: Post) -> bool:
    """Its author may, and those who moderate."""
    return post.author_id == person.id or moderate(person, post)


@rule("discussions.restore")
def restore(person: Any, post: Post) -> bool:
    """Those who moderate may, and its author, unless it was hidden by others."""
    return moderate(person, post) or (post.author_id == person.id and not post.is_hidden)


@rule("discussions.read_text")
def read_text(person: Any, post: Post) -> bool:
    """Everybody who sees the thread reads a post and its earlier wordings; once removed, its author and moderators."""
    return not post.is_removed or post.author_id == person.id or moderate(person, post)


@rule("discussions.report")
def report(person: Any, post: Post) -> bool:
    """Everybody who sees the thread may, where leads see it too; but for its author and those who can hide it."""
    return is_led(post.thread) and not remove(person, post)
