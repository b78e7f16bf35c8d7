"""Starting a thread and writing in one: where a post, its thread and those who listen meet."""

from __future__ import annotations

from ..accounts.models import Person
from ..database import db
from ..events import post_written, thread_started
from . import attachments, mentions
from .audiences import Choice, grants_opening
from .models import Post, Thread
from .spaces import Space, cluster_of


def write(thread: Thread, author: Person, text: str) -> Post:
    """Append a post, written for the organisation through whose membership the author sees the thread."""
    called = mentions.found(text, thread.cluster or cluster_of(thread, author))
    organisation_id = grants_opening(author, thread)[0].organisation_id
    post = thread.add_post(author, organisation_id, text, mentions=called)
    attachments.open_with(post, thread)
    post_written.send(post)
    return post


def start(space: Space, author: Person, title: str, text: str, audience: Choice) -> Thread:
    """A thread with its first post, seen by those who see the thing or by the narrower audience chosen."""
    thread = proposed(space, audience)
    thread.title, thread.started_by_id = title, author.id
    db.session.add(thread)
    db.session.flush()
    write(thread, author, text)
    thread_started.send(thread)
    return thread


def proposed(space: Space, audience: Choice) -> Thread:
    """A thread as it would be, not saved: to see who would read it."""
    thread = Thread(subject_kind=space.subject.kind, subject_id=space.thing.id)  # type: ignore[attr-defined]
    thread.share_audience_of(space.thing)
    thread.role, thread.organisation_id = audience.role, audience.organisation_id
    return thread
