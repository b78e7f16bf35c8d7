"""The live day on several screens: what one person does is on all of them in a moment, and nobody loses their place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from ..factories import day_in
from .test_talk import asked_when_hidden
from .visitor import NARROW, Visitor

pytestmark = pytest.mark.browser

LEAD, MIRIAM, SARA = (
    "ylva.sandgren@bjorkinge.example",
    "miriam.haile@lovinge.example",
    "sara.nordlund@bjorkinge.example",
)
MEETING = "/clusters/demo/meetings/3/"
STAYS = "() => [document.body.dataset.stays, document.activeElement.textContent]"


def begin_today(lead: Visitor) -> None:
    """Meeting 3 is today, and one thing goes on all day."""
    lead.enter(LEAD).go(f"{MEETING}edit").fill(day=day_in(0).isoformat()).press("Save")
    lead.go(f"{MEETING}agenda/pasted").fill(day="00.00–23.59 Vi pratar").press("Replace the agenda")


def test_all_screens_show_what_one_person_does(chromium: Browser, own_site: str) -> None:
    with (
        Visitor.arriving(chromium, own_site) as lead,
        Visitor.arriving(chromium, own_site, NARROW) as miriam,
        Visitor.arriving(chromium, own_site, NARROW, java_script_enabled=False) as sara,
    ):
        begin_today(lead)
        miriam.enter(MIRIAM).go("/").follow("Follow the day live").reads("Vi pratar")
        sara.enter(SARA).go(f"{MEETING}live").sees("until %(time)s", time="23.59")
        miriam.page.evaluate("() => { document.body.dataset.stays = 'yes' }")
        miriam.page.locator(".live-day .agenda a").focus()
        lead.go(f"{MEETING}live").press("+10 min").sees("until %(time)s", time="00.09")
        expect(miriam.page.locator(".live .of")).to_have_text(miriam.words("until %(time)s", time="00.09"))
        assert miriam.page.evaluate(STAYS) == ["yes", "Vi pratar"]
        miriam.judge()
        lead.press("Undo this")
        expect(miriam.page.locator(".live .of")).to_have_text(miriam.words("until %(time)s", time="23.59"))
        expect(miriam.page.locator("#spoken")).to_contain_text("Vi pratar")
        assert asked_when_hidden(miriam.page) == 0
