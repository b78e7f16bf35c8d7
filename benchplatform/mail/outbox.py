"""Write a mail, and send it: stdlib `email` and `smtplib`, which refuse line breaks in headers."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import current_app
from flask_babel import force_locale

from ..database import db, utc_now
from ..jobs import enqueue
from .models import Mail

TIMEOUT_SECONDS = 20


def post(kind: str, to: str, locale: str | None = None, **given: Any) -> Mail:
    """Put the mail made from `mail/<kind>.txt` in the outbox, in the reader's language.

    The template's first line is the subject, the rest (after a blank line) the body.
    """
    with force_locale(locale or current_app.config["BENCH"]["LOCALE"]):
        template = current_app.jinja_env.get_template(f"mail/{kind}.txt")  # a job has no page, so no page's frame
        text = template.render(**given)
    subject, _, body = text.strip().partition("\n")
    one_line = " ".join(subject.split())
    mail = Mail(kind=kind, to=to, subject=one_line[:200], body=body.strip() + "\n")
    db.session.add(mail)
    db.session.flush()
    enqueue("mail.deliver", mail_id=mail.id)
    return mail


def deliver(mail_id: int) -> None:
    """Job: send one mail. Without SMTP_URL it stays in the outbox, where an administrator can read it."""
    url, mail = current_app.config["BENCH"]["SMTP_URL"], db.session.get(Mail, mail_id)
    if mail is None or mail.sent_at is not None or not url:
        return
    try:
        message = _message(mail)
        db.session.rollback()  # the database is not held while the mail server thinks
        with connection(url) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: an address that no mail can have
        _remember(mail_id, error=f"{type(error).__name__}: {error}"[:1000])
        raise
    _remember(mail_id, sent_at=utc_now(), error=None)


@contextmanager
def connection(url: str) -> Iterator[smtplib.SMTP]:
    """An open, authenticated connection to the mail server that the setting SMTP_URL names."""
    parts = urlsplit(url)
    options, host, port = dict(parse_qsl(parts.query)), parts.hostname or "localhost", parts.port
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
    with server:
        if options.get("starttls") == "1":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _message(mail: Mail) -> EmailMessage:
    settings = current_app.config["BENCH"]
    message = EmailMessage(policy=SMTP)
    message["From"], message["Subject"] = settings["MAIL_FROM"], mail.subject
    message["To"] = Address(addr_spec=mail.to)  # one address, whatever somebody has typed
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = make_msgid(f"bench{mail.id}", settings.site_host or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _remember(mail_id: int, **values: Any) -> None:
    mail = db.session.get(Mail, mail_id)
    for name, value in values.items():
        setattr(mail, name, value)
    db.session.commit()
