"""What the editor asks while one writes: whom one may call, whom that reaches, files, and pasted pages as Markdown."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext
from flask_login import current_user

from ...audience import Audience
from ...database import db
from ...files.actions import Refused
from ...languages import language
from ...permissions import requires
from ...programmes.models import Cluster
from ...requests import accepts_files
from .. import actions, attachments, mentions, pasting
from ..audiences import choices
from ..blueprint import bp
from ..forms import ThreadForm
from ..models import Thread
from ..spaces import Space, cluster_of
from .frame import reach_of

LONGEST_QUERY = 80
LONGEST_LIST = 8_000
"""Characters of the handles that are asked about at once."""


@bp.get("/clusters/<slug>/handles")
@requires("clusters.read", Cluster)
def handles(cluster: Cluster) -> Any:
    """Matches for what stands behind an @, as JSON."""
    found = mentions.offers(cluster, request.args.get("q", "")[:LONGEST_QUERY], language())
    return [offer._asdict() for offer in found]


@bp.get("/threads/<id:id>/reach")
@requires("discussions.write", Thread)
def reach(thread: Thread) -> Any:
    """Whom the handles in `?text=` reach in the thread, to stand beside the editor."""
    return _reach(thread.cluster or cluster_of(thread, current_user), thread)


@bp.get("/threads/new/reach")
@requires("discussions.start", Space)
def reach_of_new(space: Space) -> Any:
    form = ThreadForm(formdata=None, data={"audience": request.args.get("audience", "")})
    form.offer(choices(current_user, space.thing, space.cluster))
    return _reach(space.cluster, actions.proposed(space, form.chosen))


@bp.post("/threads/<id:id>/files")
@accepts_files
@requires("discussions.write", Thread)
def keep_file(thread: Thread) -> Any:
    """Keep a dropped or pasted file; the answer is the Markdown that shows it."""
    return _kept(thread)


@bp.post("/threads/new/files")
@accepts_files
@requires("discussions.start", Space)
def keep_file_for_new(space: Space) -> Any:
    return _kept(space.thing)


@bp.post("/markdown")
@requires("discussions.paste")
def markdown() -> Any:
    """Pasted HTML as Markdown, or a sentence why only its plain text can be pasted."""
    html = request.form.get("html", "")
    db.session.rollback()  # this takes a moment and writes nothing: others may write meanwhile
    try:
        return _plain(pasting.markdown_of(html))
    except pasting.TooMuch as refusal:
        return _plain(str(refusal), 422)


def _reach(cluster: Cluster | None, audience: Audience) -> str:
    found = reach_of(request.args.get("text", "")[:LONGEST_LIST], cluster, audience)
    return render_template("discussions/_reach.html", reach=found)


def _kept(audience: Audience) -> Response:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _plain(gettext("Choose a file first."), 422)
    try:
        file = attachments.keep(upload, current_user, audience)
    except Refused as refusal:
        return _plain(str(refusal), 422)
    db.session.commit()
    return _plain(attachments.link_to(file))


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/plain")
