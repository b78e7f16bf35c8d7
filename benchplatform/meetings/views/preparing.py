"""Ticking what one's organisation has prepared."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask_login import current_user

from ...database import db
from ...permissions import requires
from .. import preparing
from ..blueprint import bp
from ..hooks import address
from ..models import Preparation


@bp.post("/preparations/<id:id>/completion")
@requires("meetings.complete", Preparation)
def complete(preparation: Preparation) -> Any:
    """Tick, or take the tick away again, for one's own organisation."""
    meeting = preparation.meeting
    organisation_id = preparing.own_organisation(current_user, meeting)
    assert organisation_id is not None
    if request.form.get("done") == "no":
        preparing.reopen(preparation, organisation_id)
    else:
        preparing.complete(preparation, organisation_id, current_user)
    db.session.commit()
    return redirect(address(meeting, f"preparation-{preparation.id}"))
