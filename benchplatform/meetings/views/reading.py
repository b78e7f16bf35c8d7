"""The cluster's meetings, and one of them in the order of the method."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from ... import pages
from ...permissions import can, requires
from ...programmes.models import Cluster
from .. import preparing
from ..achieving import achieving
from ..blueprint import bp
from ..journey import journey
from ..models import Meeting, Visit
from ..readiness import board
from ..templating.offering import offers


@bp.get("/clusters/<slug>/meetings/")
@requires("clusters.read", Cluster)
def meeting_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    found = journey(cluster, current_user)
    may_plan = can("programmes.administer", cluster) and bool(offers(cluster, found.meetings))
    return render_template("meetings/meeting_list.html", journey=found, may_plan=may_plan)


@bp.get("/clusters/<slug>/meetings/<int:number>/")
@requires("meetings.read", Visit)
def meeting_page(visit: Visit) -> Any:
    meeting = visit.meeting
    cluster = meeting.seen_from
    pages.about(cluster)
    organisation_id = preparing.own_organisation(current_user, meeting)
    asked = preparing.tasks_of([meeting], cluster, [organisation_id])
    before, after = journey(cluster, current_user).around(meeting)
    return render_template(
        "meetings/meeting_page.html",
        meeting=meeting,
        visit=visit,
        tasks=preparing.ticked_by_features(asked, cluster)[organisation_id],
        before=before,
        after=after,
        achieving=achieving(meeting, before, current_user),
    )


@bp.get("/clusters/<slug>/meetings/<int:number>/readiness")
@requires("meetings.read", Meeting)
def readiness(meeting: Meeting) -> Any:
    """Every organisation's preparations side by side."""
    pages.about(meeting.seen_from)
    found = board(meeting, meeting.seen_from, preparing.own_organisation(current_user, meeting))
    return render_template("meetings/readiness.html", meeting=meeting, board=found)
