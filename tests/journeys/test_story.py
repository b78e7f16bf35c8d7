"""The story of the product: a key person prepares the third meeting, and another organisation sees what she did."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from ..documents import pdf
from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

MIRIAM, AMINA = "miriam.haile@lovinge.example", "amina.osman@strandhamra.example"
MEETING, DRAFT, OWN = "/clusters/demo/meetings/3/", "Beviljade timmar", "Lövinge kommun"
FILE = {"name": "lovinge-uppfoljning.pdf", "mimeType": "application/pdf", "buffer": pdf("Granted hours")}


@pytest.mark.parametrize(
    ("language", "size", "theme"),
    [("sv", WIDE, "light"), ("en", NARROW, "dark")],
    ids=["sv-wide-light", "en-narrow-dark"],
)
def test_a_key_person_prepares_and_another_organisation_sees_it(
    chromium: Browser, own_site: str, language: str, size: Any, theme: Any
) -> None:
    given = {"size": size, "language": language, "color_scheme": theme}
    with (
        Visitor.arriving(chromium, own_site, **given) as amina,
        Visitor.arriving(chromium, own_site, **given) as miriam,
    ):
        amina.sign_in(AMINA)
        amina.go(MEETING).does_not_read(DRAFT)
        miriam.sign_in(MIRIAM)
        reads_what_is_asked(miriam)
        writes_in_the_discussion(miriam)
        page = adds_a_version(miriam)
        assert amina.page.goto(own_site + page).status == 404  # type: ignore[union-attr]
        amina.judge().does_not_read(DRAFT)
        publishes(miriam, page)
        miriam.sign_out().sees("You are signed out.")
        sees_it_from_another_organisation(amina, page)


def reads_what_is_asked(miriam: Visitor) -> None:
    """The first page says it; the meeting page has all of it, in the method's order."""
    miriam.sees("Your next steps")
    expect(step(miriam)).to_be_visible()
    miriam.open(miriam.words("Open the meeting"))
    assert miriam.path == MEETING
    for part in ("What we want to achieve", "Prepare", "The day", "Presentations", "Talk", "Contact"):
        expect(miriam.page.get_by_role("heading", level=2, name=miriam.words(part), exact=True)).to_be_visible()
    expect(own_card(miriam).locator(".state.draft")).to_be_visible()


def writes_in_the_discussion(miriam: Visitor) -> None:
    """A thread, looked at before it is sent, and a reply in it."""
    miriam.follow("Start a thread", within="main")
    miriam.fill(title="Vem ritar *kurvan*?", text="Vi har **tolv** månader.\n\n- timmar\n- personer")
    miriam.press("Preview").sees("Nothing is posted yet.")
    expect(miriam.page.locator(".prose strong")).to_have_text("tolv")
    miriam.press("Start the thread").sees("The thread has begun.")
    expect(miriam.heading).to_have_text("Vem ritar *kurvan*?")
    miriam.fill(text="> Vi har tolv månader.\n\nNu är det tretton.").press("Post")
    expect(miriam.page.locator("article.post")).to_have_count(2)
    expect(miriam.page.locator("#post-2 blockquote")).to_have_text("Vi har tolv månader.")


def adds_a_version(miriam: Visitor) -> str:
    """From the step on the first page to a second version; gives the address of the presentation."""
    miriam.go("/").click(step(miriam))
    miriam.reads("lovinge-uppfoljning-utkast.pptx")
    miriam.page.locator("input[name=file]").set_input_files(FILE)
    miriam.page.locator('form[action$="/versions"] button').click()
    expect(miriam.page.get_by_role("link", name=FILE["name"])).to_be_visible()
    miriam.judge()
    return miriam.path


def publishes(miriam: Visitor, page: str) -> None:
    """The meeting's page tells it, and nothing more is asked."""
    miriam.send("/publication")
    expect(miriam.page.locator("main .state.done").first).to_be_visible()
    miriam.go(MEETING)
    expect(own_card(miriam).locator(".state.done")).to_be_visible()
    expect(own_card(miriam).locator(".state.draft")).to_have_count(0)
    miriam.go("/")
    expect(miriam.page.locator(f'.steps a[href="{page}"]')).to_have_count(0)


def sees_it_from_another_organisation(amina: Visitor, page: str) -> None:
    amina.go("/").open("Vem ritar *kurvan*?").reads("Miriam Haile", "Nu är det tretton.")
    amina.go(MEETING).reads("Vem ritar *kurvan*?", DRAFT)
    expect(own_card(amina).locator(".state.done")).to_be_visible()
    amina.open(DRAFT)
    assert amina.path == page
    with amina.page.expect_download() as downloaded:
        amina.page.get_by_role("link", name=FILE["name"]).click()
    assert downloaded.value.suggested_filename == FILE["name"]
    assert downloaded.value.path().read_bytes() == FILE["buffer"]


def step(visitor: Visitor) -> Any:
    """The step that asks for the presentation."""
    return visitor.page.locator('.steps a[href^="/presentations/"]')


def own_card(visitor: Visitor) -> Any:
    """Lövinge's card among the presentations on the meeting's page."""
    cards = visitor.page.locator("section[aria-labelledby=presentations] article")
    return cards.filter(has=visitor.page.get_by_role("heading", name=OWN))
