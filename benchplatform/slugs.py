"""The word by which an address names a thing: "Björkinge kommun" is at `bjorkinge-kommun`."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import sqlalchemy as sa

from .database import db

LONGEST = 60
_TRIES = 20
_RESERVED = {"new"}
_SPELLED_OUT = str.maketrans({"æ": "a", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l"})


def slug_of(name: str, otherwise: str) -> str:
    """Small letters a-z, figures and hyphens; `otherwise` when the name has none of them."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_SPELLED_OUT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or otherwise


def free_slug(model: Any, name: str) -> str:
    """A slug that no row of the model has yet: numbered from 2 when taken."""
    wanted = slug_of(name, model.__name__.lower())
    taken = set(db.session.scalars(sa.select(model.slug).where(model.slug.startswith(wanted, autoescape=True))))
    number, slug = 1, wanted
    while slug in taken | _RESERVED:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def save_with_slug(thing: Any, name: str) -> None:
    """Add the thing under a free slug, and under the next one when somebody takes it at the same moment.

    Raises IntegrityError when something else about it, such as its name, is taken.
    """
    for _ in range(_TRIES):
        thing.slug = free_slug(type(thing), name)
        if _saved(thing):
            return
    raise RuntimeError(f"No free slug for {name!r}")


def _saved(thing: Any) -> bool:
    model, slug = type(thing), thing.slug
    try:
        with db.session.begin_nested():
            db.session.add(thing)
    except sa.exc.IntegrityError:
        if db.session.scalar(sa.select(model.id).where(model.slug == slug)) is None:
            raise
        return False
    return True
