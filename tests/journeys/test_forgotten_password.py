"""A forgotten password, through a real mail server on this machine."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, expect

from .sites import serving
from .visitor import NARROW, PASSWORD, Visitor

pytestmark = pytest.mark.browser

MIRIAM, NEW_PASSWORD = "miriam.haile@lovinge.example", "four quiet boats home"
PATIENCE_SECONDS = 15


class Postbox:
    """Takes every mail."""

    def __init__(self, port: int) -> None:
        self.url, self.mails = f"smtp://127.0.0.1:{port}", list[tuple[list[str], str]]()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, message.get_content()))
        return "250 Taken"

    def wait(self, count: int) -> tuple[list[str], str]:
        """The mail with this number, when it has come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.mails) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(self.mails) == count
        return self.mails[-1]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    postbox = Postbox(port)
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield postbox
    controller.stop()


def test_a_forgotten_password_is_replaced_by_mail_once(
    chromium: Browser, demo: Path, tmp_path: Path, postbox: Postbox
) -> None:
    with (
        serving(demo, tmp_path / "instance", SMTP_URL=postbox.url) as site,
        Visitor.arriving(chromium, site, NARROW, "en") as elsewhere,
        Visitor.arriving(chromium, site, NARROW, "en") as miriam,
    ):
        elsewhere.enter(MIRIAM).go("/clusters/demo/")
        link = asks_for_a_link(miriam, postbox)
        miriam.go(link).fill(new_password=NEW_PASSWORD, repeat_password="another one")
        miriam.press("Save the password").sees("The two passwords are not the same.")
        miriam.fill(new_password=NEW_PASSWORD, repeat_password=NEW_PASSWORD).press("Save the password")
        miriam.go(link).sees("This link no longer works")
        elsewhere.page.reload()
        expect(elsewhere.heading).to_have_text("Sign in")
        miriam.sign_in(MIRIAM, PASSWORD).sees("The e-mail address and the password do not belong together.")
        miriam.fill(email=MIRIAM, password=NEW_PASSWORD).press("Sign in").sees("Your next steps")
        assert postbox.wait(2)[0] == [MIRIAM]


def asks_for_a_link(miriam: Visitor, postbox: Postbox) -> str:
    """An address that nobody has is answered alike, and gets no mail."""
    for address in ("nobody@lovinge.example", MIRIAM):
        miriam.go("/sign-in").follow("Forgotten your password?").fill(email=address).press("Send the link")
        miriam.sees("If %(email)s belongs to somebody here, a link is on its way there.", email=address)
    to, text = postbox.wait(1)
    assert to == [MIRIAM]
    found = re.search(r"/passwords/[\w-]+", text)
    assert found
    return found.group()
