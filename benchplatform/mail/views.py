"""The outbox: what was mailed, what the mail server refused, and sending that again. For site administrators."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ..database import LARGEST_ID, db
from ..jobs import enqueue
from ..permissions import requires
from ..submissions import once
from .models import Mail

bp = Blueprint("mail", __name__)

PAGE = 50
_SECRET = re.compile(r"/(passwords|invitations)/[\w-]+")


@bp.get("/admin/outbox")
@requires("site.administer")
def outbox() -> Any:
    """The newest mails first, a page at a time."""
    older_than = max(0, min(request.args.get("before", LARGEST_ID, type=int), LARGEST_ID))
    statement = sa.select(Mail).where(Mail.visible_to(current_user), Mail.id < older_than)
    found = db.session.scalars(statement.order_by(Mail.id.desc()).limit(PAGE + 1)).all()
    return render_template(
        "mail_outbox/outbox.html",
        mails=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        has_server=bool(current_app.config["BENCH"]["SMTP_URL"]),
    )


@bp.get("/admin/outbox/<id:id>")
@requires("site.administer", Mail)
def mail_page(mail: Mail) -> Any:
    return render_template("mail_outbox/mail.html", mail=mail, body=readable(mail))


@bp.post("/admin/outbox/<id:id>/sending")
@requires("site.administer", Mail)
@once
def send_again(mail: Mail) -> Any:
    """Give the mail server another try with a mail that it has not taken."""
    if mail.sent_at is None:
        enqueue("mail.deliver", mail_id=mail.id)
        db.session.commit()
        flash(gettext("The mail is being sent again."), "done")
    return redirect(url_for("mail.mail_page", id=mail.id))


def readable(mail: Mail) -> str:
    """The text; when it has reached its reader, without the secret of a link that is the reader's alone.

    Mail that cannot be sent keeps it, so that an administrator can hand the link over.
    """
    return _SECRET.sub(r"/\1/…", mail.body) if mail.sent_at else mail.body
