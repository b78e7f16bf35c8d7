"""Texts built to run scripts run none, in a real browser that no content policy protects."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from benchplatform.markup import render

from ..attacks import ATTACKS

pytestmark = pytest.mark.browser

TOUCH_EVERYTHING = """() => {
    for (const element of document.querySelectorAll("body *")) {
        for (const name of ["mouseover", "focus", "click", "load", "error", "toggle"]) {
            element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
        }
    }
    const links = [...document.querySelectorAll("a[href]")];
    return links.filter((link) => !/^(https?|mailto)?:/.test(link.protocol)).map((link) => link.href);
}"""
STOP_LINKS = "() => addEventListener('click', (event) => event.preventDefault(), true)"


def test_no_text_runs_a_script_or_asks_another_site(chromium: Browser) -> None:
    page = chromium.new_page()
    ran, asked = [], []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.route("**/*", lambda route: (asked.append(route.request.url), route.fulfill(body="")))
    page.goto("http://own.example/")
    for text in ATTACKS:
        asked.clear()
        page.set_content(f'<base href="http://own.example/">{render(text)}')
        page.evaluate(STOP_LINKS)
        assert page.evaluate(TOUCH_EVERYTHING) == [], text
        page.wait_for_timeout(5)
        assert ran == [], text
        assert [url for url in asked if "/files/1/a.png" not in url] == [], text
    page.close()


def test_the_browser_would_run_one(chromium: Browser) -> None:
    page = chromium.new_page()
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.set_content("<img src=x: onerror=alert(1)>")
    page.wait_for_timeout(200)
    assert ran == ["1"]
    page.close()
