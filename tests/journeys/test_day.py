"""The third meeting's day: pasted as text, followed by all on their screens, and run by the one who has the clock."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .sites import before_meeting_3, serving
from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

LEAD, MIRIAM = "ylva.sandgren@bjorkinge.example", "miriam.haile@lovinge.example"
MEETING = "/clusters/demo/meetings/3/"
TEN_TO_TWO = dt.time(13, 50)
DAYS = {
    "sv": """09.30–10.00 Fika
10.00–10.10\tSyftet med dagen
10.10-11.00 Nyckeltal från organisationerna
11.00–11.30 Diskussion
kl. 11.30 – 12.00 Mentorns system (10 + 10 + 10)
12.00–13.00 Lunch
13.00–13.40   De andras system
13.40–14.00 Rollgrupper
14.00–14.30 Varje organisation för sig
14.30–14.45 Kaffe
14.45 till 15.40: Planen för resultatkonferensen
15.40–16.00 Avslutning""",
    "en": """9:30-10:00 Coffee
10:00-10:10\tPurpose of the day
10:10-11:00 Key figures of the organisations
11:00-11:30 Discussion
11:30 – 12:00 The mentor's system (10 + 10 + 10)
12:00-13:00 Lunch
13:00-13:40   The systems of the others
13:40-14:00 Role groups
14:00-14:30 Each organisation by itself
14:30-14:45 Coffee
14:45 to 15:40: The plan for the results conference
15:40-16:00 Closing""",
}
WHOLE = {"sv": "390 min, 09.30–16.00, inga luckor", "en": "390 min, 09:30–16:00, no gaps"}
NOW = {"sv": "Rollgrupper", "en": "Role groups"}
NEXT = {"sv": "14.00", "en": "14:00"}
LATER = {"sv": "14.10", "en": "14:10"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_day_is_pasted_followed_and_lengthened(
    chromium: Browser, demo: Path, tmp_path: Path, language: str
) -> None:
    at = before_meeting_3(demo, 0, TEN_TO_TWO)
    with (
        serving(demo, tmp_path / "instance", at) as site,
        Visitor.arriving(chromium, site, WIDE, language) as lead,
        Visitor.arriving(chromium, site, NARROW, language, java_script_enabled=False) as miriam,
    ):
        lead.enter(LEAD).go(f"{MEETING}agenda/pasted").fill(day=DAYS[language]).press("Preview")
        lead.reads(WHOLE[language]).press("Replace the agenda").reads(WHOLE[language])
        assert lead.page.locator(".agenda.arranged > li").count() == 12
        lead.follow("Follow the day live", within="main")
        for visitor in (lead, miriam.enter(MIRIAM).go(f"{MEETING}live")):
            expect(visitor.page.locator("#now")).to_have_text(NOW[language])
            expect(visitor.page.locator(".live .left")).to_have_text(re.compile(r"\b([789]|10) min"))
            expect(visitor.page.locator(".live .next strong")).to_have_text(NEXT[language])
        lead.press("+10 min")
        miriam.page.reload()
        for visitor in (lead, miriam):
            expect(visitor.page.locator(".live .next strong")).to_have_text(LATER[language])
            expect(visitor.page.locator(".live .next .soft")).to_contain_text(NEXT[language])
            expect(visitor.page.locator(".live .left")).to_have_text(re.compile(r"\b(1[6789]|20) min"))


def test_a_part_of_the_day_is_dragged_to_another_place(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, WIDE) as lead:
        lead.enter(LEAD).go(f"{MEETING}agenda")
        parts, mouse = lead.page.locator(".agenda.arranged > li"), lead.page.mouse
        parts.nth(1).evaluate("(part) => part.scrollIntoView()")
        second, third = parts.nth(1).locator("a").first.inner_text(), parts.nth(2).bounding_box()
        grip = parts.nth(1).locator(".grip").bounding_box()
        assert third is not None
        assert grip is not None
        mouse.move(grip["x"] + 4, grip["y"] + 4)
        mouse.down()
        mouse.move(grip["x"] + 4, third["y"] + third["height"] - 4, steps=8)
        with lead.page.expect_navigation():
            mouse.up()
        expect(parts.nth(2).locator("a").first).to_have_text(second)
        lead.judge()
