"""All threads of a cluster in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import pages
from ...database import LARGEST_ID, db
from ...pages import registry
from ...permissions import can, requires
from ...programmes.models import Cluster
from .. import questions, thread_rows
from ..blueprint import bp
from ..models import NEW_POSTS, PostReport, Reading, Thread
from ..spaces import places


@bp.get("/clusters/<slug>/discussions/")
@requires("clusters.read", Cluster)
def thread_list(cluster: Cluster) -> Any:
    """All threads, or those with something new, or those on one thing (`?on=meeting&id=3`)."""
    pages.about(cluster)
    before, view = thread_rows.parse_cursor(request.args.get("before", "")), View.chosen()
    rows = thread_rows.in_cluster(cluster, current_user, before, *view.conditions)
    moderates = can("discussions.moderate", cluster)
    shown, has_more = rows[: thread_rows.ROWS], len(rows) > thread_rows.ROWS
    news = thread_rows.news_by_subject(cluster, current_user)
    wanted = {(row.subject_kind, row.subject_id) for row in shown} | {(on.subject_kind, on.subject_id) for on in news}
    return render_template(
        "discussions/thread_list.html",
        rows=shown,
        news=news,
        view=view,
        places=places(wanted, current_user),
        awaiting=questions.count_awaiting(cluster, current_user),
        older=thread_rows.cursor(shown[-1]) if has_more else "",
        is_first=before is None,
        moderates=moderates,
        reports=PostReport.count_open(cluster, current_user) if moderates else 0,
    )


@bp.post("/clusters/<slug>/discussions/readings")
@requires("clusters.read", Cluster)
def mark_all_read(cluster: Cluster) -> Any:
    """Nothing is new any more in the threads that the list shows."""
    shown = (Thread.of(cluster), Thread.visible_to(current_user), *View.chosen().about)
    Reading.mark_all(current_user.id, *shown)
    db.session.commit()
    flash(gettext("Everything is marked as read."), "done")
    return redirect(url_for("discussions.thread_list", slug=cluster.slug))


@dataclass(frozen=True)
class View:
    """Which threads a list shows, as its address says; anything unknown is all of them."""

    only_new: bool = False
    on: tuple[str, int] | None = None

    @classmethod
    def chosen(cls) -> View:
        kind, id = request.args.get("on", ""), request.args.get("id", 0, type=int)
        is_thing = kind in registry().subjects and 0 < id <= LARGEST_ID
        return cls(request.args.get("show") == "new", (kind, id) if is_thing else None)

    @property
    def about(self) -> list[Any]:
        return [Thread.about(*self.on)] if self.on else []

    @property
    def conditions(self) -> list[Any]:
        return [*self.about, NEW_POSTS > 0] if self.only_new else self.about

    @property
    def address(self) -> dict[str, Any]:
        """What leads to the same list again."""
        thing = {"on": self.on[0], "id": self.on[1]} if self.on else {}
        return thing | ({"show": "new"} if self.only_new else {})
