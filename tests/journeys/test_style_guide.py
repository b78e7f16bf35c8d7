"""The look in a real browser: every component at every width, in every mode, by keyboard, with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .visitor import NARROW, SIDEWAYS, WIDE, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("size", "options"),
    [(WIDE, {"color_scheme": "light"}), (NARROW, {"color_scheme": "dark"}), (NARROW, {"forced_colors": "active"})],
    ids=["wide-light", "narrow-dark", "forced-colours"],
)
def test_every_component_is_whole(chromium: Browser, site: str, size: Any, options: Any) -> None:
    with Visitor.arriving(chromium, site, size, **options) as visitor:
        visitor.go("/style-guide")


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_runs_over_the_edge_at_320_pixels(chromium: Browser, site: str, percent: int) -> None:
    with Visitor.arriving(chromium, site, {"width": 320, "height": 640}) as visitor:
        page = visitor.go("/style-guide").page
        page.evaluate(f"document.documentElement.style.fontSize = '{percent}%'")
        assert page.evaluate(SIDEWAYS) == 0


@pytest.fixture
def guide(chromium: Browser, site: str) -> Any:
    with Visitor.arriving(chromium, site, NARROW) as visitor:
        visitor.page.goto(f"{site}/style-guide")
        yield visitor.page


def test_the_journey_shows_where_we_are(guide: Page) -> None:
    guide.locator(".journey").evaluate("(strip) => strip.scrollIntoView({ block: 'center' })")
    expect(guide.locator(".journey [aria-current]")).to_be_in_viewport(ratio=1)
    assert guide.locator(".journey").evaluate("(strip) => strip.tabIndex") == 0


def test_errors_come_first_and_lead_to_their_field(guide: Page) -> None:
    expect(guide.locator("#errors")).to_be_focused()
    guide.locator("#errors a").click()
    expect(guide.locator("#title")).to_be_focused()


def test_the_limit_is_told_when_it_is_near(guide: Page) -> None:
    told = guide.locator("#title-count")
    expect(told).to_be_hidden()
    guide.locator("#title").fill("x" * 150)
    expect(told).to_contain_text("10")
    guide.locator("#title").fill("x" * 163)
    expect(told).to_contain_text("3")
    expect(told).to_have_class("count wrong")


def test_written_text_is_not_left_by_mistake(guide: Page) -> None:
    asked: list[str] = []
    guide.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    guide.reload()
    assert asked == []
    guide.locator("#text").press_sequentially("A word")
    guide.reload()
    assert asked == ["beforeunload"]


def test_the_menu_closes_with_escape_and_keeps_the_focus(chromium: Browser, site: str) -> None:
    with Visitor.arriving(chromium, site, NARROW) as visitor:
        page = visitor.sign_in("miriam.haile@lovinge.example").page
        page.locator("summary").click()
        expect(page.locator(".menu ul")).to_be_visible()
        visitor.judge()
        page.keyboard.press("Escape")
        expect(page.locator(".menu ul")).to_be_hidden()
        expect(page.locator("summary")).to_be_focused()


def test_without_scripts_menu_and_language_work(chromium: Browser, site: str) -> None:
    with Visitor.arriving(chromium, site, NARROW, java_script_enabled=False) as visitor:
        visitor.page.goto(f"{site}/style-guide?tab=1")
        before = visitor.page.locator("html").get_attribute("lang")
        visitor.page.locator("button[name=locale]").click()
        assert visitor.page.url == f"{site}/style-guide?tab=1"
        assert {before, visitor.page.locator("html").get_attribute("lang")} == {"sv", "en"}


def test_paper_shows_the_content_alone(chromium: Browser, site: str) -> None:
    with Visitor.arriving(chromium, site) as visitor:
        page = visitor.go("/style-guide").page
        page.emulate_media(media="print", color_scheme="dark")
        for gone in (".topbar", ".foot", ".demo-bar", ".button"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.locator(".agenda")).to_be_visible()
        assert page.locator("h1").evaluate("(title) => getComputedStyle(title).color") == "rgb(33, 28, 34)"
