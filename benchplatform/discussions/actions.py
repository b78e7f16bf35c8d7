"""Starting a thread and writing in one: where a post, its thread and those who listen meet."""

from __future__ import annotations

from ..accounts.models import Person
from ..database import db
from ..events import post_written, thread_started
from . import attachments, mentions
from .asking import Mentor
from .audiences import Choice, grants_opening
from .models import Post, Question, Reading, Thread
from .spaces import Space, cluster_of


def write(thread: Thread, author: Person, text: str, *, organisation_id: int | None = None) -> Post:
    """Append a post, written for an organisation: unless it is given, the one through whose membership it is seen.

    It is not new to its author, unless somebody else has written in between.
    """
    called = mentions.found(text, thread.cluster or cluster_of(thread, author))
    organisation_id = organisation_id or grants_opening(author, thread)[0].organisation_id
    post = thread.add_post(author, organisation_id, text, mentions=called)
    attachments.open_with(post, thread)
    if Reading.read_by(author.id, thread.id) >= post.number - 1:
        db.session.execute(Reading.up_to(author.id, thread.id, post.number))
    post_written.send(post)
    return post


def reword(post: Post, started_from: int | None, text: str) -> bool:
    """Say something else in the post; False when it was edited or removed since version `started_from`."""
    thread = post.thread
    called = mentions.found(text, thread.cluster or (cluster_of(thread, post.author) if post.author else None))
    is_done = post.reword(started_from, text, called)
    if is_done:
        attachments.open_with(post, thread)
    return is_done


def start(
    space: Space,
    author: Person,
    title: str,
    text: str,
    audience: Choice,
    *,
    asked: Mentor | None = None,
    organisation_id: int | None = None,
) -> Thread:
    """A thread with its first post, seen by those who see the thing or by the narrower audience; maybe a question."""
    thread = proposed(space, audience)
    thread.title, thread.started_by_id = title, author.id
    db.session.add(thread)
    db.session.flush()
    post = write(thread, author, text, organisation_id=organisation_id)
    if asked is not None:
        ask(asked, post)
    thread_started.send(thread)
    return thread


def ask(mentor: Mentor, post: Post) -> Question:
    """The thread that the post begins is a question to the mentor."""
    question = Question(thread_id=post.thread_id, cluster_id=mentor.cluster.id, organisation_id=mentor.organisation.id)
    question.asker_id, question.asked_by_id, question.asked_at = post.organisation_id, post.author_id, post.written_at
    db.session.add(question)
    db.session.flush()
    db.session.expire(post.thread, ["question"])
    return question


def proposed(space: Space, audience: Choice) -> Thread:
    """A thread as it would be, not saved: to see who would read it."""
    thread = Thread(subject_kind=space.subject.kind, subject_id=space.thing.id)  # type: ignore[attr-defined]
    thread.share_audience_of(space.thing)
    thread.role, thread.organisation_id = audience.role, audience.organisation_id
    return thread
