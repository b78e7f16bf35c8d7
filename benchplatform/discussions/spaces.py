"""Where threads hang: the subjects that features declare, and one such thing as the place of a new thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import sqlalchemy as sa
from flask import g, request
from sqlalchemy.orm import joinedload

from ..audience import Audience, Grant
from ..database import LARGEST_ID, Loadable, db
from ..languages import language
from ..pages import registry
from ..plugin import Subject
from ..programmes.models import Cluster
from .audiences import covers
from .models import Thread


@dataclass(frozen=True)
class Place:
    """What a thread is about, for a link: what to call it and where it is."""

    title: str
    url: str


@dataclass(frozen=True)
class Space(Loadable):
    """One thing that a thread is to be started on; found by `?on=<kind>&id=<id>`."""

    subject: Subject
    thing: Audience
    cluster: Cluster

    @classmethod
    def load(cls, person: Any) -> Self | None:  # type: ignore[override]
        subject = registry().subjects.get(request.args.get("on", ""))
        id = request.args.get("id", 0, type=int)
        if subject is None or not 0 < id <= LARGEST_ID:
            return None
        thing = subject.model.by_id(person, id)
        cluster = cluster_of(thing, person) if thing else None
        return cls(subject, thing, cluster) if thing and cluster else None

    @property
    def key(self) -> str:
        """Where the draft of a thread that is to be started here is kept."""
        return f"{self.subject.kind}:{self.thing.id}"  # type: ignore[attr-defined]

    @property
    def place(self) -> Place:
        return place_of(self.subject, self.thing)

    @property
    def is_closed(self) -> bool:
        return is_closed(self.subject, self.thing.id)  # type: ignore[attr-defined]


def is_closed(subject: Subject, id: int | None) -> bool:
    """Is the thing, or what it is a part of, only there to be read? No query for what the page has loaded."""
    if subject.within is None:
        thing = db.session.get(subject.model, id) if subject.closed_at is not None and id else None
        return thing is not None and getattr(thing, subject.closed_at.key) is not None
    kind, column = subject.within
    part = db.session.get(subject.model, id)
    return part is not None and is_closed(registry().subjects[kind], getattr(part, column.key))


def hanging_on(kind: str, id: int, person: Any = None) -> sa.ColumnElement[bool]:
    """Threads on the thing and its parts; with a person, on those parts alone that the person sees."""
    here = [Thread.about(kind, id)]
    for part in registry().subjects.values():
        if part.within and part.within[0] == kind:
            model: Any = part.model
            seen = [model.visible_to(person)] if person else []
            parts = sa.select(model.id).where(part.within[1] == id, *seen)
            here.append(sa.and_(Thread.subject_kind == part.kind, Thread.subject_id.in_(parts)))
    return sa.or_(*here)


def subject_of(thing: Any) -> Subject:
    """The kind of thing that it is: a feature sends signals about things of its own alone."""
    return next(subject for subject in registry().subjects.values() if isinstance(thing, subject.model))


def space_of(thread: Thread, cluster: Cluster, person: Any) -> Space | None:
    """The place of a new thread beside this one, if the person may see what it hangs on."""
    subject = registry().subjects[thread.subject_kind]
    thing = subject.model.by_id(person, thread.subject_id)
    return Space(subject, thing, cluster) if thing else None


def spaces_for(thread: Thread, cluster: Cluster, person: Any) -> dict[str, Space]:
    """Where the thread may be moved: other things of the cluster that everybody sees who sees the thread."""
    found = {}
    for subject in registry().subjects.values():
        for thing in subject.offered(cluster, person) if subject.offered else ():
            is_here = (subject.kind, thing.id) == (thread.subject_kind, thread.subject_id)
            if covers(thing, thread) and not is_here and not is_closed(subject, thing.id):
                found[f"{subject.kind}-{thing.id}"] = Space(subject, thing, cluster)
    return found


def cluster_of(thing: Audience, person: Any) -> Cluster | None:
    """The cluster, with its programme, whose page shows a thing: its own, or one of the person's when it is shared."""
    here = Cluster.programme_id == thing.programme_id
    if thing.cluster_id is not None:
        here = Cluster.id == thing.cluster_id
    found = sa.select(Cluster).where(here, Cluster.visible_to(person)).order_by(Cluster.id).limit(1)
    return db.session.scalar(found.options(joinedload(Cluster.programme)))


def place(thread: Thread, person: Any) -> Place | None:
    """What the thread is about, if the person may see that too; in the frame of the cluster that the page is about."""
    subject, id = registry().subjects[thread.subject_kind], thread.subject_id
    told = db.session.connection().execute(_told_by(subject, person.grants), {"id": id}).one_or_none()
    return _place(subject, id, repr(told), (language(), request.script_root, g.cluster.slug)) if told else None


@lru_cache(4096)
def _told_by(subject: Subject, grants: tuple[Grant, ...]) -> Any:
    """What title and address of the thing with the id depend on, if these grants open it."""
    model: Any = subject.model
    return sa.select(model.id, *subject.depends_on).where(model.id == sa.bindparam("id"), model.opened_by(grants))


@lru_cache(4096)
def _place(subject: Subject, id: int, told: str, shown_in: tuple[Any, ...]) -> Place:
    """Made once for all who come to threads on the thing, until something that it is `told` by changes."""
    return place_of(subject, db.session.get_one(subject.model, id))


def places(wanted: Iterable[tuple[str, int]], person: Any) -> dict[tuple[str, int], Place]:
    """(kind, id) -> place, for those the person may see; one query for each kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, id in wanted:
        ids[kind].add(id)
    found = {}
    for kind in ids.keys() & registry().subjects.keys():
        subject = registry().subjects[kind]
        model: Any = subject.model
        for thing in db.session.scalars(sa.select(model).where(model.id.in_(ids[kind]), model.visible_to(person))):
            found[kind, thing.id] = place_of(subject, thing)
    return found


def place_of(subject: Subject, thing: Any) -> Place:
    return Place(subject.title(thing), subject.url(thing))
