"""What reminders go out today, for the programme's lead."""

from __future__ import annotations

from flask import render_template

from ... import pages
from ...permissions import requires
from ...programmes.models import Cluster
from .. import reminding
from ..blueprint import bp


@bp.get("/clusters/<slug>/reminders")
@requires("programmes.administer", Cluster)
def reminders(cluster: Cluster) -> str:
    pages.about(cluster)
    due, sent = reminding.due_today(cluster), reminding.sent_today(cluster)
    return render_template("meetings/reminders.html", due=due, sent=sent)
