"""All threads of a cluster in one list."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from ... import pages
from ...permissions import requires
from ...programmes.models import Cluster
from .. import questions, thread_rows
from ..blueprint import bp
from ..spaces import places


@bp.get("/clusters/<slug>/discussions/")
@requires("clusters.read", Cluster)
def thread_list(cluster: Cluster) -> Any:
    pages.about(cluster)
    before = thread_rows.parse_cursor(request.args.get("before", ""))
    rows = thread_rows.in_cluster(cluster, current_user, before)
    shown, has_more = rows[: thread_rows.ROWS], len(rows) > thread_rows.ROWS
    return render_template(
        "discussions/thread_list.html",
        rows=shown,
        places=places({(row.subject_kind, row.subject_id) for row in shown}, current_user),
        awaiting=questions.count_awaiting(cluster, current_user),
        older=thread_rows.cursor(shown[-1]) if has_more else "",
        is_first=before is None,
    )
