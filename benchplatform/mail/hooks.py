"""The outbox's card among those of the administration."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template
from flask_login import current_user

from ..database import db
from ..permissions import can
from .models import Mail


def outbox_panel() -> str:
    """How many mails the mail server has refused, and the way to them; nothing for others than administrators."""
    if not can("site.administer"):
        return ""
    failed = sa.select(sa.func.count()).select_from(Mail).where(Mail.visible_to(current_user), Mail.failed())
    return render_template("mail_outbox/_panel.html", failed=db.session.scalar(failed))
