"""Somebody in front of a screen: signs in, follows links by their words, and each page is judged as it opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from ..browser import violations

PASSWORD = "bench-demo-2026"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Visitor:
    """A page in a browser of its own. `judge()` after each step: axe, no sideways scroll, no console errors."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.complaints: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @classmethod
    @contextmanager
    def arriving(cls, browser: Browser, site: str, size: Any = None, **options: Any) -> Iterator[Visitor]:
        options = {"viewport": size or WIDE, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"} | options
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        try:
            yield cls(context.new_page(), site)
        finally:
            context.close()

    def go(self, path: str) -> Visitor:
        self.page.goto(self.site + path)
        return self.judge()

    def sign_in(self, email: str, password: str = PASSWORD) -> Visitor:
        self.go("/sign-in")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button.button").click()
        return self.judge()

    def follow(self, words: str, within: str = "body") -> Visitor:
        """Click the first link with these words."""
        self.page.locator(within).get_by_role("link", name=words).first.click()
        return self.judge()

    def press(self, words: str) -> Visitor:
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self.judge()

    def write(self, label: str, text: str) -> Visitor:
        self.page.get_by_label(label, exact=False).first.fill(text)
        return self

    def sees(self, words: str) -> Visitor:
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def does_not_see(self, words: str) -> Visitor:
        expect(self.page.get_by_text(words)).to_have_count(0)
        return self

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    def judge(self) -> Visitor:
        """The page must be whole: no findings of axe, no sideways scroll, nothing in the console."""
        self.page.wait_for_load_state("load")
        where = self.page.url
        assert violations(self.page) == [], where
        overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(overflow) <= 0, f"scrolls sideways: {where}"
        assert self.complaints == [], where
        return self

    def _hear(self, kind: str, text: str) -> None:
        expected = "Failed to load resource: the server responded with a status of 4"
        if kind == "error" and not text.startswith(expected):
            self.complaints.append(text)
