"""What people call the words of a template; one that this installation does not know is shown as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from ...pages import registry
from ..agenda_forms import KINDS
from ..models import Responsible
from . import builtin
from .content import Asked, Piece

SECTION_NAMES: Mapping[str, Any] = {
    "about": lazy_gettext("Title and objectives"),
    "preparations": lazy_gettext("Preparations"),
    "agenda": lazy_gettext("The day"),
}


def who(asked: Asked) -> str:
    return roles().get(asked.responsible, f"“{asked.responsible}”")


def roles() -> dict[str, str]:
    return {role.value: str(builtin.asked_of(role)) for role in Responsible}


def ticked_by(asked: Asked) -> str:
    """ "by hand", or what ticks it."""
    known = ticking()
    return str(known[asked.kind]) if asked.kind in known else ""


def ticking() -> dict[str | None, Any]:
    """Kind of preparation -> what ticks it, of all that is on here."""
    names = registry().preparation_names
    return {kind: names.get(kind, kind) for kind in registry().preparations}


def slot_kinds(pieces: Iterable[Piece]) -> dict[str, Any]:
    """Kind -> its name, for the pieces of a day."""
    known: dict[str, Any] = {kind.value: name for kind, name in KINDS.items()}
    return known | {piece.kind: f"“{piece.kind}”" for piece in pieces if piece.kind not in known}


def due(asked: Asked) -> str:
    """ "21 days before" """
    if asked.days == 0:
        return gettext("on the day")
    if asked.is_before:
        return ngettext("%(num)d day before", "%(num)d days before", -asked.days)
    return ngettext("%(num)d day after", "%(num)d days after", asked.days)
