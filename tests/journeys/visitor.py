"""Somebody in front of a screen: signs in, follows links by their words, and each page is judged as it opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Keyboard, Locator, Page, expect

from ..browser import AXE, violations
from .words import say

PASSWORD = "bench-demo-2026"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('.bench :is(a, button, summary, select, input)')]
  .filter((one) => getComputedStyle(one).display !== 'inline' && !one.matches('.skip, [aria-hidden=true]'))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < 24)
  .map(([html]) => html)"""
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [isSeen, one === document.body ? "" : one.outerHTML.slice(0, 120)];
}"""
MOST_STEPS = 120
"""Presses of Tab until something is called out of reach."""

EXPECTED = "Failed to load resource: the server responded with a status of 4"


class Visitor:
    """A page in a browser of its own. `judge()` after each step: axe, no sideways scroll, no console errors.

    `follow`, `press` and `sees` take words of the platform in English and look for them in the visitor's language;
    `open` and `reads` take what people have written, as it stands.
    """

    def __init__(self, page: Page, site: str, language: str = "sv", *, has_scripts: bool = True) -> None:
        self.page, self.site, self.language, self.has_scripts = page, site, language, has_scripts
        self.complaints: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @classmethod
    @contextmanager
    def arriving(
        cls, browser: Browser, site: str, size: Any = None, language: str = "sv", **options: Any
    ) -> Iterator[Visitor]:
        own = {"viewport": size or WIDE, "locale": LOCALES[language], "timezone_id": "Europe/Stockholm"}
        own["reduced_motion"] = "reduce"  # a page is judged as it comes to rest
        context = browser.new_context(**own | options)
        context.set_default_timeout(10_000)
        context.add_init_script(path=AXE)
        try:
            yield cls(context.new_page(), site, language, has_scripts=options.get("java_script_enabled", True))
        finally:
            context.close()

    def words(self, message: str, **given: Any) -> str:
        return say(self.language, message, **given)

    def go(self, path: str) -> Visitor:
        self.page.goto(self.site + path)
        return self.judge()

    def sign_in(self, email: str, password: str = PASSWORD) -> Visitor:
        """By the form, as people do."""
        self.go("/sign-in")
        return self.fill(email=email, password=password).press("Sign in")

    def enter(self, email: str) -> Visitor:
        """Signed in without a look at the form, for journeys that are about something else."""
        browser = self.page.context.request
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(f"{self.site}/sign-in").text())
        assert token
        given = {"email": email, "password": PASSWORD, "csrf_token": token[1]}
        assert not browser.post(f"{self.site}/sign-in", form=given).url.endswith("/sign-in")
        return self

    def sign_out(self) -> Visitor:
        self.page.locator(".topbar .menu summary").click()
        return self.press("Sign out")

    def follow(self, words: str, within: str = "body", **given: Any) -> Visitor:
        """Click the first link with these words of the platform."""
        return self.open(self.words(words, **given), within)

    def open(self, name: str, within: str = "body") -> Visitor:
        """Click the first link with a name that people have given."""
        return self.click(self.page.locator(within).get_by_role("link", name=name).first)

    def press(self, words: str, within: str = "body") -> Visitor:
        return self.click(self.page.locator(within).get_by_role("button", name=self.words(words), exact=True).first)

    def send(self, action: str) -> Visitor:
        """Press the button of the form whose address ends so."""
        return self.click(self.page.locator(f'form[action$="{action}"] button').first)

    def click(self, leading_on: Locator) -> Visitor:
        with self.page.expect_navigation():
            leading_on.click()
        return self.judge()

    def tab(self) -> str:
        """One step on by keyboard; what has the focus, which must be seen."""
        self.page.keyboard.press("Tab")
        is_seen, what = self.page.evaluate(FOCUS)
        assert is_seen or not what, f"the focus is not seen on {self.path}: {what}"
        return str(what)

    def tab_to(self, selector: str) -> Keyboard:
        """Press Tab until the focus is on the first of these."""
        wanted = self.page.locator(selector).first
        for _step in range(MOST_STEPS):
            self.tab()
            if wanted.evaluate("(one) => one === document.activeElement"):
                return self.page.keyboard
        raise AssertionError(f"the keyboard does not come to {selector} on {self.path}")

    def press_enter(self, selector: str = "") -> Visitor:
        """Where the focus is, or where it comes to by keyboard, and go where that leads."""
        if selector:
            self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.judge()

    def fill(self, **texts: str) -> Visitor:
        """Write into fields of the page, by the names that the form sends."""
        for name, text in texts.items():
            field = self.page.locator(f'[name="{name}"]:not([type=hidden])').first
            if field.evaluate("(field) => field.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)
        return self

    def sees(self, words: str, **given: Any) -> Visitor:
        return self.reads(self.words(words, **given))

    def reads(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()
        return self

    def does_not_read(self, *texts: str) -> Visitor:
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)
        return self

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def judge(self) -> Visitor:
        """The page must be whole: no findings of axe, no sideways scroll, nothing small to hit, no console errors."""
        self.page.wait_for_load_state("load")
        where = self.page.url
        if self.has_scripts:  # axe waits for timers, which stand still where scripts are off
            self.complaints += violations(self.page)
        assert self.page.evaluate(SIDEWAYS) <= 0, f"scrolls sideways: {where}"
        self.complaints += self.page.evaluate(SMALL_TARGETS)
        assert not self.complaints, f"{where}: {self.complaints}"
        return self

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(EXPECTED):
            self.complaints.append(text)
