"""Everything works with scripts off: sign in, tick, write, upload, publish, and another language on the same page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from ..documents import pptx
from .visitor import NARROW, Visitor

pytestmark = pytest.mark.browser

MIRIAM, MEETING = "miriam.haile@lovinge.example", "/clusters/demo/meetings/3/"
FILE = {"name": "utkast två.pptx", "mimeType": "application/octet-stream", "buffer": pptx()}


def test_a_key_person_does_all_her_work_without_scripts(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, NARROW, java_script_enabled=False) as miriam:
        miriam.sign_in(MIRIAM).sees("Your next steps")
        ticks_a_preparation(miriam)
        writes_a_thread(miriam)
        publishes_a_new_version(miriam)
        changes_the_language(miriam)
        miriam.sign_out().go("/").sees("Sign in")


def ticks_a_preparation(miriam: Visitor) -> None:
    miriam.go(MEETING)
    row = miriam.page.locator(".tasks li").filter(has=miriam.page.locator('button[value="yes"]')).first
    known = f"#{row.get_attribute('id')}"
    miriam.click(row.locator("button"))
    expect(miriam.page.locator(f"{known} .state.done")).to_be_visible()
    expect(miriam.page.locator(f'{known} button[value="no"]')).to_be_visible()


def writes_a_thread(miriam: Visitor) -> None:
    """A title of nothing but a space is told with a link to its field, and the text stays."""
    miriam.go(MEETING).follow("Start a thread", within="main").fill(title=" ", text="En rad till er.").press(
        "Start the thread"
    )
    miriam.click(miriam.page.locator("#errors a"))
    assert miriam.page.url.endswith("#title")
    miriam.fill(title="Utan skript").press("Start the thread")
    expect(miriam.heading).to_have_text("Utan skript")
    miriam.reads("En rad till er.")


def publishes_a_new_version(miriam: Visitor) -> None:
    miriam.go("/").click(miriam.page.locator('.steps a[href^="/presentations/"]'))
    miriam.page.locator("input[name=file]").set_input_files(FILE)
    miriam.send("/versions").reads(FILE["name"])
    miriam.send("/publication")
    expect(miriam.page.locator("main .state.done").first).to_be_visible()


def changes_the_language(miriam: Visitor) -> None:
    miriam.go("/clusters/demo/people/?q=haile")
    miriam.click(miriam.page.locator("button[name=locale]"))
    assert miriam.path == "/clusters/demo/people/?q=haile"
    miriam.language = "en"
    expect(miriam.heading).to_have_text("People")
    expect(miriam.page.locator("html")).to_have_attribute("lang", "en")
