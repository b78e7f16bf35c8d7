"""What meetings bring to other pages: the journey, the next meeting, and what is asked of a person before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from ..accounts.models import Person
from ..database import db
from ..discussions.hooks import start_url
from ..permissions import can
from ..plugin import Step, Subject
from ..programmes.models import Cluster
from . import assessing, next_meeting, preparing
from .journey import journey, short_title
from .models import AgendaSlot, Meeting


def address(meeting: Meeting, anchor: str | None = None) -> str:
    """Where a meeting is, for links; a joint one is shown in the cluster that the page is about."""
    cluster: Cluster = meeting.cluster or g.get("cluster") or meeting.seen_from
    return url_for("meetings.meeting_page", slug=cluster.slug, number=meeting.number, _anchor=anchor)


def where_we_are(cluster: Cluster) -> str:
    """Panel on the top of a cluster's page: the journey and the next meeting; nothing before one is planned."""
    found = journey(cluster, current_user)
    return render_template("meetings/_top.html", journey=found) if found.meetings else ""


def about_reminders(cluster: Cluster) -> str:
    """Card in a cluster's administration: where reminders are looked at, for those who see the cluster."""
    return render_template("meetings/_about_reminders.html", cluster=cluster) if can("clusters.read", cluster) else ""


def ask(subject: Person) -> str:
    """Panel on somebody's page: a question to them, as a thread of the meeting that their and our cluster prepares."""
    cluster = g.get("cluster")
    is_there = cluster is not None and subject.disabled_at is None and can("clusters.read", cluster, subject)
    if not is_there or subject.id == current_user.id:
        return ""
    meeting = Meeting.next_in(cluster, current_user)
    title = gettext("Question to %(name)s", name=subject.name)
    url = start_url("meeting", meeting, title) if meeting else ""
    return render_template("meetings/_ask.html", url=url, name=subject.name) if url else ""


def steps(person: Any, cluster: Cluster) -> Iterable[Step]:
    """How the last meeting went, and what the next asks of the person, and of their roles in their organisation."""
    around = next_meeting.around(cluster, person)
    found = [*assessing.steps(around.unassessed, cluster)]
    if around.next is not None:
        found += [*next_meeting.steps(around.next, person, cluster)]
        found += _preparations(around.next.meeting, person, cluster)
    return found


def _preparations(meeting: Meeting, person: Any, cluster: Cluster) -> Iterable[Step]:
    roles = preparing.own_roles(person, meeting)
    if not roles:
        return []
    return [
        Step(
            task.preparation.headline,
            address(meeting, f"preparation-{task.preparation.id}"),
            task.preparation.due_at(cluster.time_zone),
        )
        for task in preparing.tasks(meeting, cluster, preparing.own_organisation(person, meeting))
        if task.is_before
        and task.done_at is None
        and not task.is_ticked_by_feature
        and any(task.is_for(role) for role in roles)
    ]


def _all_in(cluster: Cluster, person: Any) -> Iterable[Meeting]:
    """The cluster's meetings that the person sees, in their order."""
    here = sa.select(Meeting).where(Meeting.of(cluster), Meeting.visible_to(person))
    return db.session.scalars(here.order_by(Meeting.day, Meeting.number))


def address_of_slot(slot: AgendaSlot) -> str:
    return url_for("meetings.slot", id=slot.id)


slot_subject = Subject(
    "slot",
    AgendaSlot,
    title=lambda slot: str(slot.title),
    url=address_of_slot,
    depends_on=(AgendaSlot.title,),
    within=("meeting", AgendaSlot.meeting_id),
)
subject = Subject(
    "meeting",
    Meeting,
    title=short_title,
    url=address,
    depends_on=(Meeting.number, Meeting.kind, Meeting.cluster_id),
    offered=_all_in,
    closed_at=Meeting.closed_at,
)
