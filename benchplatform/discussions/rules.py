"""Who may read and write in discussions."""

from __future__ import annotations

from typing import Any

from ..permissions import can, rule
from .audiences import grants_opening, speaks_for
from .becoming import Chance
from .consents import answers_for, has_somebody_to_ask
from .models import Post, Question, Thread
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


@rule("discussions.answer")
def answer(person: Any, post: Post) -> bool:
    """The one who asked and people of the organisation that is asked may mark a post, but not the question itself."""
    question = post.thread.question
    if question is None or post.number == 1 or not grants_opening(person, post.thread):
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
    may_write = bool(grants_opening(person, post.thread)) and has_somebody_to_ask(post)
    return may_write and can(chance.becoming.permission, post, person)


@rule("discussions.consent")
def consent(person: Any, chance: Chance) -> bool:
    """The author of the post may say yes or no, and the programme's lead for one who has left."""
    return bool(grants_opening(person, chance.post.thread)) and answers_for(person, chance.post)
