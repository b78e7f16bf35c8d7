"""A tour for each role: every link that is shown leads somewhere, and each kind of page is whole in every mode."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from .tour import kinds, read, walk
from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

WIDE_LIGHT, WIDE_DARK = (WIDE, "light"), (WIDE, "dark")
NARROW_LIGHT, NARROW_DARK = (NARROW, "light"), (NARROW, "dark")
SMALLEST = ({"width": 320, "height": 640}, "light")
EVERY_MODE = (WIDE_LIGHT, WIDE_DARK, NARROW_LIGHT, NARROW_DARK, SMALLEST)
CONTENT = r"^/(clusters/\w+/(?!administration)|threads|presentations|files)"
ADMINISTRATION = r"^/admin|/administration|/meetings/new|/meetings/\d+/edit|/end$"
NOTHING = f"{CONTENT}|{ADMINISTRATION}|^/(clusters|people|organisations)"
OWN = rf"{ADMINISTRATION}|^/$|/meetings/\d+/$|^/organisations"
"""The pages on which other members see something else than a key person does."""

NEXT_FRAME = "() => new Promise(requestAnimationFrame)"
"""The page has by then answered to its new size."""


@dataclass(frozen=True)
class Tour:
    """Who walks through the site, which pages they look at in which modes, and where nothing may lead them."""

    email: str
    modes: tuple[Any, ...]
    never: str
    judged: str = ""
    language: str = "sv"


MIRIAM, YLVA, DISA = "miriam.haile@lovinge.example", "ylva.sandgren@bjorkinge.example", "disa.lindgren@demo.example"
BENGT_AKE, PER = "bengt-ake.sjodin@lovinge.example", "per.hallqvist@strandhamra.example"
TOURS = {
    "key-person": Tour(MIRIAM, EVERY_MODE, ADMINISTRATION),
    "lead": Tour(YLVA, (WIDE_LIGHT, NARROW_DARK), r"/outbox|^/admin/organisations", OWN),
    "english-lead": Tour(YLVA, (NARROW_LIGHT,), r"/outbox|^/admin/organisations", language="en"),
    "administrator": Tour(DISA, (WIDE_DARK, NARROW_LIGHT), CONTENT, OWN),
    "elected-official": Tour(BENGT_AKE, (WIDE_LIGHT, NARROW_DARK), ADMINISTRATION, OWN),
    "former-member": Tour(PER, (WIDE_DARK, NARROW_LIGHT), NOTHING),
    "signed-out": Tour("", EVERY_MODE, NOTHING),
}


@pytest.mark.parametrize("tour", TOURS.values(), ids=TOURS)
def test_every_link_leads_to_a_whole_page(chromium: Browser, site: str, tour: Tour) -> None:
    with Visitor.arriving(chromium, site, language=tour.language) as visitor:
        if tour.email:
            visitor.enter(tour.email)
        answers = walk(visitor.page.context.request, site, tour.language)
        faults = {path: answer.faults for path, answer in answers.items() if path != "/style-guide"}
        assert {path: found for path, found in faults.items() if found} == {}
        assert [path for path in answers if re.search(tour.never, path)] == []
        assert len(kinds(answers)) >= 3
        for path in kinds(answers).values():
            if re.search(tour.judged, path):
                looks_in_all_modes(visitor, path, tour.modes)


def looks_in_all_modes(visitor: Visitor, path: str, modes: Any) -> None:
    """The page is opened once, and judged in each size and theme as the window changes; colours change at once."""
    visitor.page.goto(visitor.site + path)
    for size, theme in modes:
        visitor.page.set_viewport_size(size)
        visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        visitor.page.evaluate(NEXT_FRAME)
        visitor.judge()


def test_what_the_tour_finds_fault_with() -> None:
    page = read(
        '<html lang="sv"><p>Sign out</p><button lang="en">Sign out</button><p>Logga ut</p>'
        '<p>%(num)d inlägg<br>None</p><input aria-label="Your name"><a href="/profile">Din profil</a>'
    )
    assert page.faults == ["Sign out", "%(num)d inlägg", "None", "Your name"]
    assert page.links == ["/profile"]
