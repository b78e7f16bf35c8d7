"""What a post's page offers: for each thing that the post can become, a button, a question, or what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..database import db
from ..pages import registry
from ..permissions import can
from .becoming import Chance
from .consents import answers_for, author_of
from .models import BecomingRequest, Origin, Post
from .spaces import Place


@dataclass(frozen=True)
class Offer:
    """One thing that the post can become, as it stands for the person who looks."""

    chance: Chance
    made: Place | None
    request: BecomingRequest | None
    may_answer: bool
    """Says the person herself what may be made of the post?"""
    author: str | None
    """Who is asked first; nobody by name when the lead answers for one who has left."""


def offers(post: Post, person: Any) -> list[Offer]:
    """In the order of the features; what the person neither sees nor may do is left out."""
    origins, requests = _by_kind(Origin, post), _by_kind(BecomingRequest, post)
    may_answer, author, found = answers_for(person, post), author_of(post), []
    for kind, becoming in registry().becomings.items():
        chance, origin, request = Chance(post, becoming), origins.get(kind), requests.get(kind)
        made = chance.thing_of(origin, person) if origin else None
        if made or (not origin and can("discussions.turn", chance, person)):
            found.append(Offer(chance, made, request, may_answer, author.name if author else None))
    return found


def _by_kind(model: Any, post: Post) -> dict[str, Any]:
    return {row.kind: row for row in db.session.scalars(sa.select(model).where(model.post_id == post.id))}
