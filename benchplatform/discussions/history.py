"""What has happened to a thread: written as it happens, and told in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import format_decimal, gettext

from .. import audit, dates
from ..accounts.models import Person
from ..audience import Role
from ..database import db, utc_now
from ..languages import Bilingual
from ..programmes.models import Cluster
from .audiences import words_in
from .models import Thread, ThreadEvent

TOLD = {"moved", "merged", "split", "begun_by_split", "narrowed", "widened"}
"""Kinds that concern everybody who reads: the newest stands in one line above the posts."""

Detail = Mapping[str, Any]


def record(thread: Thread, kind: str, by: Person | None, at: dt.datetime | None = None, **detail: Any) -> None:
    """A line of the thread's history and of the log, in the transaction of what it tells."""
    at = at or utc_now()
    db.session.add(ThreadEvent(thread_id=thread.id, at=at, by_id=by and by.id, kind=kind, detail=detail))
    if kind in TOLD:
        thread.told = {"kind": kind, "at": at.isoformat(), "detail": detail}
    audit.record(f"threads.{kind}", thread)


def of(thread: Thread) -> list[ThreadEvent]:
    """The newest first."""
    found = sa.select(ThreadEvent).where(ThreadEvent.thread_id == thread.id)
    return list(db.session.scalars(found.order_by(ThreadEvent.at.desc(), ThreadEvent.id.desc())))


def told_line(thread: Thread, cluster: Cluster) -> str:
    """What readers should know, with its day; empty for most threads."""
    if not thread.told:
        return ""
    at = dt.datetime.fromisoformat(thread.told["at"])
    sentence = in_words(thread.told["kind"], thread.told["detail"], cluster)
    return gettext("%(moment)s: %(sentence)s", moment=dates.moment(at), sentence=sentence)


def in_words(kind: str, detail: Detail, cluster: Cluster) -> str:
    return SENTENCES[kind](detail, cluster)


def _moved(detail: Detail, cluster: Cluster) -> str:
    return gettext("Moved here from “%(place)s”.", place=Bilingual(detail["place"]))


def _merged(detail: Detail, cluster: Cluster) -> str:
    return gettext(
        "The posts of “%(title)s” are here now, from post %(first)s on.",
        title=detail["title"],
        first=format_decimal(detail["first"]),
    )


def _split(detail: Detail, cluster: Cluster) -> str:
    return gettext(
        "The posts from number %(first)s on were moved to a thread of their own.", first=format_decimal(detail["first"])
    )


def _narrowed(detail: Detail, cluster: Cluster) -> str:
    return gettext("Fewer see this from now on. Before: %(audience)s.", audience=_audience(detail["before"], cluster))


def _widened(detail: Detail, cluster: Cluster) -> str:
    return gettext("More see this from now on. Before: %(audience)s.", audience=_audience(detail["before"], cluster))


def _asked(detail: Detail, cluster: Cluster) -> str:
    return gettext("A wider audience was asked for: %(audience)s.", audience=_audience(detail["wanted"], cluster))


def _audience(saved: Detail, cluster: Cluster) -> str:
    return words_in(Role(saved["role"]) if saved["role"] else None, saved["organisation"], saved["wide"], cluster)


SENTENCES: Mapping[str, Callable[[Detail, Cluster], str]] = {
    "closed": lambda *_: gettext("Closed with a conclusion."),
    "reopened": lambda *_: gettext("Opened again."),
    "locked": lambda *_: gettext("Locked: nobody writes here."),
    "unlocked": lambda *_: gettext("Unlocked."),
    "pinned": lambda *_: gettext("Pinned: it stands first in the lists."),
    "unpinned": lambda *_: gettext("No longer pinned."),
    "renamed": lambda detail, _: gettext("Renamed. Before: “%(title)s”.", title=detail["title"]),
    "moved": _moved,
    "merged": _merged,
    "split": _split,
    "begun_by_split": lambda *_: gettext("These posts were written in another thread, and moved here."),
    "narrowed": _narrowed,
    "widened": _widened,
    "widening_asked": _asked,
    "widening_declined": lambda *_: gettext("The wider audience was not agreed to, so nothing changed."),
    "widening_withdrawn": lambda *_: gettext("The wider audience is no longer asked for."),
}
"""Kind -> its sentence, from what was kept of it and the cluster that the page stands in."""
