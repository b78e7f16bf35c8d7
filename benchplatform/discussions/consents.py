"""Whose yes it needs before somebody else makes something of a post, and who is asked for one just now."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from ..accounts.models import Person
from ..database import db
from ..pages import registry
from ..programmes.models import Cluster, Membership, led_by
from .audiences import grants_opening
from .models import BecomingRequest, Post, Thread, Widening

STEPS = 5
"""Requests among the next steps of one person."""


def answers_for(person: Any, post: Post) -> bool:
    """Does the person say what may be made of the post? Its author does; for one who has left, the programme's lead."""
    author = author_of(post)
    return bool(author.id == person.id if author else post.thread.programme_id in led_by(person))


def has_somebody_to_ask(post: Post) -> bool:
    """A thread of one role or organisation is closed to the lead, who could answer for an author who has left."""
    is_open_to_lead = post.thread.role is None and post.thread.organisation_id is None
    return is_open_to_lead or author_of(post) is not None


def author_of(post: Post) -> Person | None:
    """The author, as long as she is there to be asked: a member who sees the thread and can sign in."""
    author = post.author
    is_there = author is not None and author.disabled_at is None and grants_opening(author, post.thread)
    return author if is_there else None


class Asked(NamedTuple):
    """What a person is to say yes or no to: the use of a post, or more people in a thread that she wrote in."""

    thread_id: int
    title: str
    number: int | None
    """Of the post; None when it is about the thread."""
    is_own: bool


def asked(person: Any, cluster: Cluster) -> list[Asked]:
    """The open requests that the person is to answer, the oldest of each kind first; one query."""
    both = (sa.select(found.limit(STEPS).subquery()) for found in (_posts(person, cluster), _threads(person, cluster)))
    return [Asked(*columns) for columns in db.session.execute(sa.union_all(*both))]


def _posts(person: Any, cluster: Cluster) -> sa.Select[Any]:
    mine = Post.author_id == person.id
    if cluster.programme_id in led_by(person):
        mine = sa.or_(mine, Post.author_id.is_(None), Post.author_id.not_in(_people_of(cluster)))
    is_own = sa.func.coalesce(Post.author_id == person.id, sa.false())
    return (
        sa.select(Thread.id, Thread.title, Post.number, is_own.label("is_own"))
        .select_from(BecomingRequest)
        .join(BecomingRequest.post)
        .join(Post.thread)
        .where(BecomingRequest.granted_at.is_(None), BecomingRequest.declined_at.is_(None))
        .where(BecomingRequest.kind.in_(tuple(registry().becomings)))
        .where(Thread.of(cluster), Thread.visible_to(person), mine)
        .order_by(BecomingRequest.id)
    )


def _threads(person: Any, cluster: Cluster) -> sa.Select[Any]:
    nobody = sa.cast(sa.null(), sa.Integer).label("number")
    columns = (Thread.id, Thread.title, nobody, sa.true().label("is_own"))
    found: sa.Select[Any] = Widening.waiting_for(person, cluster)
    return found.with_only_columns(*columns, maintain_column_froms=True)  # type: ignore[return-value]


def _people_of(cluster: Cluster) -> sa.Select[int]:
    """Those who see what all of the cluster, or of the programme, see."""
    elsewhere = sa.and_(Thread.cluster_id.is_(None), Membership.programme_id == cluster.programme_id)
    here = sa.or_(Membership.in_cluster(cluster), sa.and_(elsewhere, Membership.reachable()))
    return sa.select(Membership.person_id).where(here).correlate(Thread)
