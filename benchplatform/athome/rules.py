"""Who may do what with the log of anchoring and with starting points."""

from __future__ import annotations

from typing import Any

from ..audience import spoken_for
from ..permissions import can, rule
from ..programmes.models import Cluster, Participation
from .models import Occasion, StartingPoint


@rule("anchoring.read")
def read_log(person: Any, participation: Participation) -> bool:
    """Everybody who reads the cluster may read the log of each organisation in it."""
    return can("clusters.read", participation.cluster, person)


@rule("anchoring.write")
def write_log(person: Any, cluster: Cluster) -> bool:
    """Those who speak for an organisation in the cluster may: key persons, managers and elected officials."""
    return bool(spoken_for(person, cluster.id))


@rule("anchoring.edit")
def edit_log(person: Any, occasion: Occasion) -> bool:
    """The people of its organisation may, and may remove it."""
    return occasion.owner_id in spoken_for(person, occasion.cluster_id)


@rule("starting_points.write")
def describe(person: Any, cluster: Cluster) -> bool:
    """Those who speak for an organisation in the cluster may describe that one's."""
    return bool(spoken_for(person, cluster.id))


@rule("starting_points.publish")
def publish(person: Any, starting_point: StartingPoint) -> bool:
    """The people of its organisation may publish it, and may make it a draft again."""
    return starting_point.owner_id in spoken_for(person, starting_point.cluster_id)
