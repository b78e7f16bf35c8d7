"""Mail on its way through a real server on this machine: what is sent, when, how often, and what stays."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from benchplatform import mail
from benchplatform.database import db
from benchplatform.jobs.models import Job, JobState
from benchplatform.jobs.queue import run_due
from benchplatform.mail.models import Mail
from benchplatform.pages import site_url
from benchplatform.permissions import public
from benchplatform.plugin import Plugin

from .conftest import MakeApp


@dataclass
class Postman:
    """Takes every mail, or refuses them all while `refuses` is set."""

    received: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    refuses: str = ""
    url: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return self.refuses
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append((envelope.rcpt_tos, message))
        return "250 Taken"


@pytest.fixture
def postman() -> Iterator[Postman]:
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    postman.url = f"smtp://127.0.0.1:{controller.port}"
    yield postman
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def letters(tmp_path: Path) -> Plugin:
    """A plugin that writes letters, and has a page that tells its own address."""
    folder = tmp_path / "letters" / "mail"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text(
        "Hälsning till {{ name }} från {{ site_name }}\n\n{{ words }} {{ _('today') }}\n{{ link }}\n", "utf-8"
    )
    blueprint = Blueprint("letters", __name__, template_folder=str(folder.parent))

    @blueprint.get("/letters/<int:number>")
    @public
    def letter(number: int) -> str:
        return f"{site_url('letters.letter', number=number)}"

    return Plugin("letters", blueprint=blueprint)


@pytest.fixture
def site(app: Flask, make_app: MakeApp, letters: Plugin, postman: Postman) -> Flask:
    return make_app([letters], SMTP_URL=postman.url, SITE_NAME="Jämförelsen", MAIL_FROM="Bänken <no-reply@example.org>")


def write(
    site: Flask, name: str = "Åsa Öberg", to: str = "asa@example.org", commits: bool = True, **given: str
) -> None:
    with site.app_context():
        mail.post("letter", to, name=name, words="Räksmörgås & <b>ål</b>", link=given.pop("link", ""), **given)
        if commits:
            db.session.commit()


def outbox(site: Flask) -> list[Mail]:
    with site.app_context():
        found = list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))
        db.session.expunge_all()
        return found


def test_a_mail_is_sent_once_with_everything_a_reader_needs(site: Flask, postman: Postman) -> None:
    write(site, link="https://bench.example.org/" + "x" * 200)
    assert (run_due(site), run_due(site)) == (1, 0)
    ((recipients, message),) = postman.received
    (kept,) = outbox(site)
    assert recipients == ["asa@example.org"]
    assert message["From"] == "Bänken <no-reply@example.org>"
    assert message["To"] == "asa@example.org"
    assert message["Subject"] == "Hälsning till Åsa Öberg från Jämförelsen"
    assert message["Date"].datetime == kept.written_at.replace(microsecond=0)
    assert message["Message-ID"].endswith("@127.0.0.1>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"
    text = message.get_content().replace("\r\n", "\n")
    assert text == f"Räksmörgås & <b>ål</b> today\nhttps://bench.example.org/{'x' * 200}\n"
    assert kept.sent_at is not None
    assert kept.error is None


def test_a_mail_of_a_transaction_that_is_undone_is_never_sent(site: Flask, postman: Postman) -> None:
    write(site, commits=False)
    assert run_due(site) == 0
    assert (outbox(site), postman.received) == ([], [])


def test_the_reader_s_language_is_used(site: Flask) -> None:
    write(site, locale="sv")
    write(site, locale="en")
    assert [kept.body.splitlines()[0].split()[-1] for kept in outbox(site)] == ["dag", "today"]


def test_a_server_that_is_away_costs_no_mail(site: Flask, postman: Postman) -> None:
    postman.refuses = "451 Come back later"
    write(site)
    assert run_due(site) == 1
    (kept,) = outbox(site)
    assert kept.sent_at is None
    assert kept.error == "SMTPDataError: (451, b'Come back later')"
    with site.app_context():
        assert db.session.scalars(sa.select(Job.state)).all() == [JobState.QUEUED]
        db.session.execute(sa.update(Job).values(run_at=kept.written_at))
        db.session.commit()
    postman.refuses = ""
    assert run_due(site) == 1
    (kept,) = outbox(site)
    assert kept.sent_at is not None
    assert kept.error is None
    assert len(postman.received) == 1


def test_nobody_listens_there(app: Flask, make_app: MakeApp, letters: Plugin) -> None:
    site = make_app([letters], SMTP_URL="smtp://127.0.0.1:1")
    write(site)
    assert run_due(site) == 1
    (kept,) = outbox(site)
    assert kept.sent_at is None
    assert str(kept.error).startswith("ConnectionRefusedError")


def test_without_a_server_mail_stays_in_the_outbox(app: Flask, make_app: MakeApp, letters: Plugin) -> None:
    site = make_app([letters])
    write(site)
    assert run_due(site) == 1
    (kept,) = outbox(site)
    assert (kept.to, kept.sent_at, kept.error) == ("asa@example.org", None, None)


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: all@example.org\r\n\r\nBuy", "Eve\nBcc: all@example.org", "Eve\rBcc: x@y.se"]
)
def test_a_name_cannot_add_a_header(site: Flask, postman: Postman, name: str) -> None:
    write(site, name=name)
    run_due(site)
    ((recipients, message),) = postman.received
    assert recipients == ["asa@example.org"]
    assert message["Bcc"] is None
    assert str(message["Subject"]).startswith("Hälsning till Eve")


@pytest.mark.parametrize(
    "to", ["a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", "nobody", "<a@b.se>"]
)
def test_an_address_that_is_not_one_address_is_refused(site: Flask, postman: Postman, to: str) -> None:
    write(site, to=to)
    run_due(site)
    assert postman.received == []
    with site.app_context():
        assert db.session.scalar(sa.select(Job.error)) is not None


def test_a_link_in_a_mail_is_built_from_the_configured_address(app: Flask, make_app: MakeApp, letters: Plugin) -> None:
    site = make_app([letters], SITE_URL="https://bench.example.org/sub")
    with site.app_context():
        assert site_url("letters.letter", number=7) == "https://bench.example.org/sub/letters/7"
    client: FlaskClient = site.test_client()
    for host in ("bench.example.org", "bench.example.org:8443"):
        answer = client.get("/letters/7", headers={"Host": host, "X-Forwarded-Host": "evil.example"})
        assert answer.text == "https://bench.example.org/sub/letters/7"


def test_an_address_that_no_mail_can_have_is_told_in_the_outbox(site: Flask, postman: Postman) -> None:
    write(site, to="åsa@example.org")
    run_due(site)
    (kept,) = outbox(site)
    assert (kept.state, postman.received) == ("failed", [])
    assert "non-ASCII" in str(kept.error)
