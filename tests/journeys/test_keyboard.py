"""The keyboard alone: the skip link first, focus that is always seen, and a key person's work from end to end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .visitor import PASSWORD, WIDE, Visitor

pytestmark = pytest.mark.browser

MIRIAM, MOST_STEPS = "miriam.haile@lovinge.example", 120
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [isSeen, one === document.body ? "" : one.outerHTML.slice(0, 120)];
}"""


def test_a_key_person_does_all_her_work_by_keyboard(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, WIDE) as miriam:
        miriam.go("/sign-in")
        assert tab(miriam).startswith('<a class="skip"')
        miriam.page.keyboard.press("Enter")
        expect(miriam.page.locator("#main")).to_be_focused()
        to(miriam, "[name=email]").keyboard.type(MIRIAM)
        to(miriam, "[name=password]").keyboard.type(PASSWORD)
        enter(miriam)
        enter(miriam, '.steps a[href*="/meetings/"]')
        ticks_the_first(miriam)
        starts_a_thread(miriam)
        to(miriam, ".menu summary").keyboard.press("Enter")
        enter(miriam, '.menu form[action="/sign-out"] button').sees("You are signed out.")


def ticks_the_first(miriam: Visitor) -> None:
    done = miriam.page.locator(".tasks .state.done")
    before = done.count()
    enter(miriam, '.tasks button[value="yes"]')
    expect(done).to_have_count(before + 1)


def starts_a_thread(miriam: Visitor) -> None:
    enter(miriam, 'a[href*="/threads/new"]')
    to(miriam, "[name=title]").keyboard.type("Med tangenterna")
    to(miriam, "[name=text]").keyboard.type("Hej")
    enter(miriam, 'form[action*="/threads/new"] .buttons button')
    expect(miriam.heading).to_have_text("Med tangenterna")


def enter(miriam: Visitor, selector: str = "") -> Visitor:
    """Press Enter where the focus is, or where it comes to, and go where that leads."""
    if selector:
        to(miriam, selector)
    with miriam.page.expect_navigation():
        miriam.page.keyboard.press("Enter")
    return miriam.judge()


def to(miriam: Visitor, selector: str):  # type: ignore[no-untyped-def]
    """Press Tab until the focus is on the first of these."""
    wanted = miriam.page.locator(selector).first
    for _step in range(MOST_STEPS):
        tab(miriam)
        if wanted.evaluate("(one) => one === document.activeElement"):
            return miriam.page
    raise AssertionError(f"the keyboard does not come to {selector} on {miriam.path}")


def tab(miriam: Visitor) -> str:
    """One step on; what has the focus, which must be seen."""
    miriam.page.keyboard.press("Tab")
    is_seen, what = miriam.page.evaluate(FOCUS)
    assert is_seen or not what, f"the focus is not seen on {miriam.path}: {what}"
    return str(what)
