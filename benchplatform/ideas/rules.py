"""Who may read, write and decide about ideas."""

from __future__ import annotations

from typing import Any

from ..discussions.audiences import grants_opening, speaks_for
from ..discussions.models import Post
from ..permissions import rule
from ..programmes.models import Cluster
from .models import Idea


@rule("ideas.read")
def read(person: Any, idea: Idea) -> bool:
    """Everybody who sees the idea may read it."""
    return True


@rule("ideas.write")
def write(person: Any, cluster: Cluster) -> bool:
    """Those who speak for an organisation in the cluster may."""
    return any(grant.cluster_id == cluster.id and grant.role.speaks_for_organisation for grant in person.grants)


@rule("ideas.edit")
def edit(person: Any, idea: Idea) -> bool:
    """The people of its organisation may, and the one who wrote it; they also take it up or drop it."""
    is_own = idea.written_by_id == person.id and bool(grants_opening(person, idea))
    return is_own or speaks_for(person, idea.owner_id, idea)


@rule("ideas.make")
def make(person: Any, post: Post) -> bool:
    """Everybody who may write in the thread may make an idea of a post."""
    return bool(grants_opening(person, post.thread))
