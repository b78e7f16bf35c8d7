"""Talk while others talk: new posts arrive by themselves, and what one writes is on every device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .visitor import NARROW, Visitor

pytestmark = pytest.mark.browser

MIRIAM, SARA = "miriam.haile@lovinge.example", "sara.nordlund@bjorkinge.example"
THREAD = "Hur ofta mäter ni?"
NOW_SEEN = "() => document.dispatchEvent(new Event('visibilitychange'))"
"""What the browser says when one comes back to the page: it asks at once, and not in ten seconds."""


def talking(visitor: Visitor, email: str) -> Visitor:
    return visitor.enter(email).go("/clusters/demo/discussions/").open(THREAD)


def test_posts_arrive_while_one_reads_and_nothing_moves(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site) as miriam, Visitor.arriving(chromium, own_site, NARROW, "en") as sara:
        page = talking(miriam, MIRIAM).page
        page.evaluate("() => scrollTo(0, 200)")
        seen = page.evaluate("() => document.querySelector('#post-2').getBoundingClientRect().top")
        talking(sara, SARA).fill(text="Fresh **words** from Sara").press("Post")
        page.evaluate(NOW_SEEN)
        expect(page.locator("#post-6")).to_contain_text("Fresh words from Sara")
        expect(page.get_by_role("status").filter(has_text="Ett nytt inlägg har kommit.")).to_be_visible()
        assert page.evaluate("() => document.querySelector('#post-2').getBoundingClientRect().top") == seen
        miriam.judge()
        assert asked_when_hidden(page) == 0


def asked_when_hidden(page: Page) -> int:
    """How often a page that nobody looks at asks, in the time in which one that is seen asks twice."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.evaluate("() => Object.defineProperty(document, 'hidden', {get: () => true})")
    page.evaluate(NOW_SEEN)
    page.clock.run_for(25_000)
    return len(asked)


def test_what_one_types_is_offered_on_another_device_until_it_is_sent(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site) as desk, Visitor.arriving(chromium, own_site, NARROW) as phone:
        talking(desk, MIRIAM).fill(text="Begun at the desk")
        expect(desk.page.get_by_role("status").filter(has_text="Utkastet sparat")).to_be_visible()
        talking(phone, MIRIAM)
        expect(phone.page.locator("[name=text]")).to_have_value("Begun at the desk")
        with phone.page.expect_response(re.compile("/draft$")):
            phone.fill(text="Begun at the desk, ended on the train")
        desk.fill(text="Begun at the desk, and forgotten")
        expect(desk.page.locator(".draft.wrong")).to_contain_text("på en annan enhet")
        desk.judge()
        phone.press("Post").reads("ended on the train")
        expect(phone.page.locator("[name=text]")).to_have_value("")
        desk.page.reload()
        expect(desk.page.locator("[name=text]")).to_have_value("")
