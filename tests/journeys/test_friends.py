"""Critical friends at the third meeting: three timed parts, mixed groups, a card of each kind, and the answer last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .sites import before_meeting_3, serving
from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

LEAD, SARA, MIRIAM = (
    "ylva.sandgren@bjorkinge.example",
    "sara.nordlund@bjorkinge.example",
    "miriam.haile@lovinge.example",
)
HALF_PAST_ELEVEN = dt.time(11, 30)
CARDS = {
    "curious": "Hur fick ni med cheferna?",
    "strong": "Siffrorna varje månad.",
    "asked": "Vem äger det i januari?",
    "missing": "Flickorna på fritidsgården.",
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_friends_give_feedback_and_what_is_taken_along_is_an_idea(
    chromium: Browser, demo: Path, tmp_path: Path, language: str
) -> None:
    at = before_meeting_3(demo, 0, HALF_PAST_ELEVEN)
    with (
        serving(demo, tmp_path / "instance", at) as site,
        Visitor.arriving(chromium, site, WIDE, language) as lead,
        Visitor.arriving(chromium, site, NARROW, language) as miriam,
        Visitor.arriving(chromium, site, WIDE, language) as sara,
    ):
        lead.enter(LEAD).go("/clusters/demo/meetings/3/live")
        expect(lead.page.locator(".live .parts > *")).to_have_count(3)
        lead.click(lead.page.locator(".live-day .agenda [aria-current] a"))
        slot = lead.path
        lead.follow("Begin a round").fill(presenting="Björkinge kommun").press("Propose groups")
        groups = lead.page.locator("section[aria-labelledby=groups] .columns > *")
        for index in range(groups.count()):
            expect(groups.nth(index)).to_contain_text("Lövinge kommun")
        miriam.enter(MIRIAM).go(slot).follow("Feedback to %(organisation)s", organisation="Björkinge kommun")
        miriam.follow("Give feedback").fill(**CARDS).press("Give feedback").reads(*CARDS.values())
        sara.enter(SARA).go(miriam.path.partition("#")[0])
        sara.sees("You answer when the round is handed over to you: the friends speak first.")
        lead.go(sara.path).press("Hand over to those who presented")
        sara.page.reload()
        sara.click(sara.page.locator("li", has_text=CARDS["asked"]).locator("a.button")).press("Save")
        sara.sees("They take it with them")
        sara.click(sara.page.locator('.reply a[href^="/ideas/"]').last)
        expect(sara.heading).to_contain_text("Vem äger det i januari?")
        who = {"name": "Miriam Haile", "organisation": "Lövinge kommun"}
        sara.sees("From a critical friend: %(name)s, %(organisation)s", **who)
