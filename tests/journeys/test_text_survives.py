"""What somebody has written is never lost: not when the sign-in has ended, not when the form's token is stale."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .visitor import NARROW, PASSWORD, Visitor

pytestmark = pytest.mark.browser

AMINA, THREAD = "amina.osman@strandhamra.example", "Så kommer ni till Strandhamra"
TEXT = "Bussen går från stationen.\n\n" + "\n".join(f"- Hållplats {number} åt *havet*" for number in range(150))


def test_a_long_reply_survives_a_sign_in_that_has_ended(chromium: Browser, own_site: str) -> None:
    with (
        Visitor.arriving(chromium, own_site) as amina,
        Visitor.arriving(chromium, own_site, NARROW) as at_home,
    ):
        before = writes(amina)
        at_home.enter(AMINA).go("/profile").press("Sign out everywhere else")
        amina.press("Post").sees("Your text is kept")
        expect(amina.page.locator("pre.kept")).to_have_text(TEXT)
        amina.fill(email=AMINA, password="wrong").press("Sign in")
        expect(amina.page.locator("pre.kept")).to_have_text(TEXT)
        amina.fill(email=AMINA, password=PASSWORD).press("Sign in")
        expect(amina.page.locator("main textarea")).to_have_value(TEXT)
        amina.press("Try again")
        is_posted_once(amina, before)


def test_a_long_reply_survives_a_stale_form(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, NARROW, "en", color_scheme="dark") as amina:
        before = writes(amina)
        other_tab = Visitor(amina.page.context.new_page(), own_site, "en")
        other_tab.go("/").sign_out().sign_in(AMINA)
        amina.press("Post").sees("The page had been open for too long, so nothing was saved. Your text is here.")
        expect(amina.page.locator("main textarea")).to_have_value(TEXT)
        amina.press("Try again")
        is_posted_once(amina, before)


def writes(amina: Visitor) -> int:
    """Stands with a long reply that is not sent; the number of posts so far."""
    amina.enter(AMINA).go("/clusters/demo/meetings/3/").open(THREAD).fill(text=TEXT)
    return amina.page.locator("article.post").count()


def is_posted_once(amina: Visitor, before: int) -> None:
    amina.sees("Your post is in the thread.")
    expect(amina.page.locator("article.post")).to_have_count(before + 1)
    expect(amina.page.locator("article.post").last.locator("li")).to_have_count(150)
