"""A post becomes something: made at once for its author, and for others when she has said yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from ..database import Loadable, db, utc_now
from ..pages import registry
from ..plugin import Becoming
from .audiences import covers
from .models import BecomingRequest, Origin, Post
from .spaces import Place, place_of


@dataclass(frozen=True)
class Chance(Loadable):
    """One post and one thing that it can become."""

    post: Post
    becoming: Becoming

    @classmethod
    def load(cls, person: Any, id: int, number: int, kind: str) -> Self | None:  # type: ignore[override]
        becoming, post = registry().becomings.get(kind), Post.load(person, id, number)
        return cls(post, becoming) if becoming and post else None

    @property
    def kind(self) -> str:
        return self.becoming.subject.kind

    @property
    def origin(self) -> Origin | None:
        return db.session.scalar(self._of(Origin))

    @property
    def request(self) -> BecomingRequest | None:
        return db.session.scalar(self._of(BecomingRequest))

    def _of(self, model: Any) -> Any:
        return sa.select(model).where(model.post_id == self.post.id, model.kind == self.kind)

    def thing_of(self, origin: Origin, person: Any) -> Place | None:
        """What was made, if the person may see it."""
        thing = self.becoming.subject.model.by_id(person, origin.thing_id)
        return place_of(self.becoming.subject, thing) if thing else None

    def hold(self) -> Self:
        """Keep others from turning the same post until the commit."""
        db.session.refresh(self.post, with_for_update={"of": Post})
        return self


def turn(chance: Chance, person: Any, answered_by: Any = None) -> Any:
    """Make the thing, and keep where it comes from; None when the post has become one meanwhile."""
    post = chance.hold().post
    if chance.origin is not None:
        return None
    thing = chance.becoming.make(post, person)
    db.session.flush()
    db.session.add(Origin(post_id=post.id, kind=chance.kind, thing_id=thing.id, made_by_id=person.id))
    post.became_count += int(covers(thing, post.thread))  # a draft is hinted to nobody
    request = chance.request
    if request is not None and request.is_open:
        request.granted_at, request.answered_by_id = utc_now(), (answered_by or person).id
    db.session.flush()
    return thing


def ask(chance: Chance, person: Any) -> BecomingRequest | None:
    """Ask the author first; None when somebody has asked already."""
    if chance.hold().origin is not None or chance.request is not None:
        return None
    request = BecomingRequest(post_id=chance.post.id, kind=chance.kind, asked_by_id=person.id)
    db.session.add(request)
    db.session.flush()
    return request


def decline(chance: Chance, person: Any) -> bool:
    """The author says no; False when there is nothing to answer any more."""
    request = chance.hold().request
    if request is None or not request.is_open:
        return False
    request.declined_at, request.answered_by_id = utc_now(), person.id
    return True


def grant(chance: Chance, person: Any) -> Any:
    """The author says yes: the thing is made for the one who asked; None when there is nothing to answer any more."""
    request = chance.hold().request
    if request is None or not request.is_open:
        return None
    return turn(chance, request.asked_by or person, answered_by=person)
