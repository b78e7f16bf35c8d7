"""Ten days before the third meeting: who is ready, whom the reminders name, and what moves when the meeting does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from .sites import before_meeting_3, serving
from .visitor import WIDE, Visitor

pytestmark = pytest.mark.browser

LEAD, MENTOR = "ylva.sandgren@bjorkinge.example", "sara.nordlund@bjorkinge.example"
MIRIAM, AMINA = "miriam.haile@lovinge.example", "amina.osman@strandhamra.example"
LOVINGE, STRANDHAMRA = "Lövinge kommun", "Strandhamra kommun"
MEETING = "/clusters/demo/meetings/3/"
ROW = {"sv": "Publicera er presentation", "en": "Publish your presentation"}
IN_THREE, EARLY = {"sv": "om 3 dagar", "en": "in 3 days"}, {"sv": "3 dagar i förväg", "en": "3 days early"}
IN_TEN, LATE = {"sv": "om 10 dagar", "en": "in 10 days"}, {"sv": "2 dagar för sent", "en": "2 days late"}


def cell(visitor: Visitor, organisation: str) -> Locator:
    """The organisation's presentation on the board."""
    visitor.go(f"{MEETING}readiness")
    row = visitor.page.locator("tr").filter(has=visitor.page.get_by_role("rowheader", name=ROW[visitor.language]))
    return row.locator(f'td[data-organisation="{organisation}"]')


def move(lead: Visitor, day: dt.date) -> None:
    lead.go(f"{MEETING}edit").fill(day=day.isoformat()).press("Save")
    lead.sees("Everybody is told by mail in ten minutes; what you correct until then is told as one change.")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_who_is_ready_is_seen_by_all_and_the_reminders_name_the_others(
    chromium: Browser, demo: Path, tmp_path: Path, language: str
) -> None:
    now = before_meeting_3(demo, 10)
    with (
        serving(demo, tmp_path / "instance", now) as site,
        Visitor.arriving(chromium, site, WIDE, language) as lead,
        Visitor.arriving(chromium, site, WIDE, language) as miriam,
        Visitor.arriving(chromium, site, WIDE, language) as amina,
    ):
        amina.enter(AMINA)
        cell(amina, STRANDHAMRA).locator("a").click()
        amina.page.locator("details:has(textarea[name=reason]) summary").click()
        amina.fill(reason="Fel siffror").send("/withdrawal")
        expect(cell(miriam.enter(MIRIAM), LOVINGE)).to_contain_text(IN_THREE[language])
        miriam.click(cell(miriam, LOVINGE).locator("a")).send("/publication")
        with Visitor.arriving(chromium, site, WIDE, language) as mentor:
            expect(cell(mentor.enter(MENTOR), LOVINGE)).to_contain_text(EARLY[language])
        lead.enter(LEAD).go(f"{MEETING}readiness").follow("Reminders: what would be sent today")
        asked = lead.page.locator(".reminded").filter(has_text=ROW[language])
        expect(asked.filter(has_text=STRANDHAMRA).first).to_be_visible()
        expect(asked.filter(has_not_text=STRANDHAMRA)).to_have_count(0)
        move(lead, now.date() + dt.timedelta(days=17))
        expect(cell(lead, STRANDHAMRA)).to_contain_text(IN_TEN[language])
        move(lead, now.date() + dt.timedelta(days=5))
        amina.click(cell(amina, STRANDHAMRA).locator("a")).send("/publication")
        expect(cell(lead, STRANDHAMRA)).to_contain_text(LATE[language])
