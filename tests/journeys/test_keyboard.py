"""The keyboard alone: the skip link first, focus that is always seen, and a key person's work from end to end."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .visitor import PASSWORD, WIDE, Visitor

pytestmark = pytest.mark.browser

MIRIAM = "miriam.haile@lovinge.example"


def test_a_key_person_does_all_her_work_by_keyboard(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, WIDE) as miriam:
        miriam.go("/sign-in")
        assert miriam.tab().startswith('<a class="skip"')
        miriam.page.keyboard.press("Enter")
        expect(miriam.page.locator("#main")).to_be_focused()
        miriam.tab_to("[name=email]").type(MIRIAM)
        miriam.tab_to("[name=password]").type(PASSWORD)
        miriam.press_enter()
        miriam.press_enter('.steps a[href*="/meetings/"]')
        ticks_the_first(miriam)
        starts_a_thread(miriam)
        miriam.tab_to(".menu summary").press("Enter")
        miriam.press_enter('.menu form[action="/sign-out"] button').sees("You are signed out.")


def ticks_the_first(miriam: Visitor) -> None:
    done = miriam.page.locator(".tasks .state.done")
    before = done.count()
    miriam.press_enter('.tasks button[value="yes"]')
    expect(done).to_have_count(before + 1)


def starts_a_thread(miriam: Visitor) -> None:
    miriam.press_enter('a[href*="/threads/new"]')
    miriam.tab_to("[name=title]").type("Med tangenterna")
    miriam.tab_to("[name=text]").type("Hej")
    miriam.press_enter('form[action*="/threads/new"] .buttons button')
    expect(miriam.heading).to_have_text("Med tangenterna")
