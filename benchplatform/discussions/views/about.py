"""The page about a thread: who, what, who sees it, what happened to it, and everything one may do with it."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import dates
from ...database import db
from ...organisations.models import Organisation
from ...permissions import requires
from .. import history
from ..audiences import words_in
from ..blueprint import bp
from ..models import FollowedThread, Thread, Widening
from ..widening import waiting_for
from .acts import acts_on
from .frame import frame_cluster, is_elsewhere, thread_frame


@bp.get("/threads/<id:id>/about")
@requires("discussions.read", FollowedThread)
def about_thread(thread: Thread) -> Any:
    if is_elsewhere(thread):
        return redirect(url_for("discussions.about_thread", id=thread.id))
    organisation = db.session.get(Organisation, thread.started_for_id) if thread.started_for_id else None
    return thread_frame(
        "discussions/about_thread.html",
        thread,
        started_by=thread.started_by,
        started_for=organisation,
        started_at=dates.moment(thread.started_at),
        events=told(thread),
        acts=acts_on(thread),
        asked=asked_on(thread),
    )


def asked_on(thread: Thread) -> dict[str, Any] | None:
    """The wider audience that is asked for: in words, by whom, and whether the person who looks is to answer."""
    asked = Widening.open_on(thread)
    if asked is None:
        return None
    left = waiting_for(thread, asked.asked_by_id, asked.agreed)
    organisation = asked.organisation.name if asked.organisation else None
    return {
        "id": asked.id,
        "by": asked.asked_by.name if asked.asked_by else gettext("Former participant"),
        "audience": words_in(asked.role, organisation, thread.cluster_id is None, frame_cluster(thread)),
        "is_for_me": current_user.id in left,
        "left": len(left),
    }


def told(thread: Thread) -> list[tuple[str, str, str]]:
    """What happened, who did it, and when; the newest first."""
    cluster = frame_cluster(thread)
    return [
        (
            history.in_words(event.kind, event.detail, cluster),
            event.by.name if event.by else gettext("Former participant"),
            dates.moment(event.at),
        )
        for event in history.of(thread)
    ]
