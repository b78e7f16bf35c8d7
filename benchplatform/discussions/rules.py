"""Who may read and write in discussions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..audience import Role
from ..database import db
from ..permissions import can, rule
from ..programmes.models import Cluster, Part, Participation, led_by
from .audiences import grants_opening, is_led, speaks_for
from .becoming import Chance
from .consents import answers_for, has_somebody_to_ask
from .models import Post, Question, Thread, Widening
from .spaces import Space


@rule("discussions.read")
def read(person: Any, subject: Any) -> bool:
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


@rule("discussions.answer")
def answer(person: Any, post: Post) -> bool:
    """The one who asked and people of the organisation that is asked may mark a post, but not the question itself."""
    question = post.thread.question
    if question is None or post.number == 1 or post.is_removed or not grants_opening(person, post.thread):
        return False
    return person.id == question.asked_by_id or speaks_for(person, question.organisation_id, post.thread)


@rule("discussions.keep_in_faq")
def keep_in_faq(person: Any, question: Question) -> bool:
    """People of the organisation that answers may, and the programme's lead."""
    asked = speaks_for(person, question.organisation_id, question.thread)
    return asked or can("programmes.administer", question.thread, person)


@rule("discussions.hand_on")
def hand_on(person: Any, question: Question) -> bool:
    """The programme's lead may, until it is answered."""
    return question.answered_at is None and can("programmes.administer", question.thread, person)


@rule("discussions.turn")
def turn(person: Any, chance: Chance) -> bool:
    """Those who may write in the thread may, as far as the rule of what is made admits them."""
    post = chance.post
    may_write = not post.is_removed and bool(grants_opening(person, post.thread)) and has_somebody_to_ask(post)
    return may_write and can(chance.becoming.permission, post, person)


@rule("discussions.consent")
def consent(person: Any, chance: Chance) -> bool:
    """The author of the post may say yes or no, and the programme's lead for one who has left."""
    return bool(grants_opening(person, chance.post.thread)) and answers_for(person, chance.post)


@rule("discussions.close")
def close(person: Any, thread: Thread) -> bool:
    """Whoever started it, the key persons of the organisation it was started for, and leads who see it."""
    speaks = (grant.organisation_id for grant in grants_opening(person, thread) if grant.role is Role.KEY_PERSON)
    return _has_started(person, thread) or _leads(person, thread) or thread.started_for_id in set(speaks)


@rule("discussions.rename")
def rename(person: Any, thread: Thread) -> bool:
    """Whoever started it, and programme leads who see it."""
    return _has_started(person, thread) or _leads(person, thread)


@rule("discussions.lock")
def lock(person: Any, thread: Thread) -> bool:
    """Programme leads who see it."""
    return _leads(person, thread)


@rule("discussions.pin")
def pin(person: Any, thread: Thread) -> bool:
    """Programme leads who see it, and the key persons of the cluster's mentor."""
    return _leads(person, thread) or _is_of_mentor(person, thread)


@rule("discussions.arrange")
def arrange(person: Any, thread: Thread) -> bool:
    """Programme leads who see it."""
    return _leads(person, thread)


@rule("discussions.change_audience")
def change_audience(person: Any, thread: Thread) -> bool:
    """Whoever started it."""
    return _has_started(person, thread)


@rule("discussions.answer_widening")
def answer_widening(person: Any, asked: Widening) -> bool:
    """Those who have written in the thread, but for the one who asks."""
    return bool(db.session.scalar(sa.select(Widening.id).where(Widening.id == asked.id, Widening.asks(person))))


def _has_started(person: Any, thread: Thread) -> bool:
    return thread.started_by_id == person.id and bool(grants_opening(person, thread))


def _leads(person: Any, thread: Thread) -> bool:
    return any(grant.role is Role.PROGRAMME_LEAD for grant in grants_opening(person, thread))


def _is_of_mentor(person: Any, thread: Thread) -> bool:
    """A thread of a whole programme stands in the lists of several clusters, each with a mentor: that is for leads."""
    speaks = [grant.organisation_id for grant in grants_opening(person, thread) if grant.role is Role.KEY_PERSON]
    mentor = Participation.organisation_id.in_(speaks), Participation.part == Part.MENTOR
    here = Participation.cluster_id == thread.cluster_id
    return bool(speaks) and bool(db.session.scalar(sa.select(sa.exists().where(here, *mentor))))


@rule("discussions.paste")
def paste(person: Any, _: None) -> bool:
    """Whoever is a member of anything may have a pasted page turned into Markdown."""
    return bool(person.grants)
