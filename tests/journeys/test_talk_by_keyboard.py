"""What talk leads to, by keyboard alone: answers, conclusions, ideas, a wider audience, and a post that is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from .visitor import Visitor

pytestmark = pytest.mark.browser

MIRIAM, SARA = "miriam.haile@lovinge.example", "sara.nordlund@bjorkinge.example"
YLVA, AMINA = "ylva.sandgren@bjorkinge.example", "amina.osman@strandhamra.example"
START = "/clusters/demo/meetings/3/"
Arrive = Callable[[str], Visitor]


@pytest.fixture
def arrive(chromium: Browser, own_site: str) -> Iterator[Arrive]:
    """Somebody signed in, in a browser of her own, until the journey ends."""
    with ExitStack() as stack:
        yield lambda email: stack.enter_context(Visitor.arriving(chromium, own_site)).enter(email)


def test_a_question_is_answered_kept_and_concluded(arrive: Arrive) -> None:
    miriam, sara = arrive(MIRIAM), arrive(SARA)
    address = starts_a_thread(miriam, "Hur räknar ni timmarna?", asks=True)
    sara.go("/").press_enter(f'.steps a[href="{address}"]')
    replies(sara, "Per vecka, i Kolada.")
    sara.press_enter('a[href$="/posts/2/about"]').press_enter('form[action$="/answer"] button')
    sara.sees("The question is answered.")
    sara.go("/clusters/demo/discussions/questions").press_enter('form[action$="/faq"] button')
    miriam.go("/clusters/demo/discussions/questions").tab_to("[name=q]").type("kolada timmarna")
    miriam.press_enter().reads("Per vecka, i Kolada.")
    miriam.go(address).press_enter(f'a[href="{address}about"]')
    unfolds(miriam, "Close with a conclusion").tab_to("[name=conclusion]").type("Vi räknar **per vecka**.")
    miriam.press_enter('form[action$="/closing"] .buttons button')
    expect(miriam.page.locator(".conclusion strong")).to_have_text("per vecka")
    expect(miriam.page.locator("[name=text]")).to_have_count(0)
    unfolds(miriam.press_enter(f'a[href="{address}about"]'), "Open again")
    miriam.press_enter('form[action$="/reopening"] button')
    expect(miriam.page.locator(".conclusion")).to_have_count(0)
    expect(miriam.page.locator("[name=text]")).to_be_visible()


def test_a_post_becomes_an_idea_when_its_author_says_yes(arrive: Arrive) -> None:
    miriam, sara = arrive(MIRIAM), arrive(SARA)
    address = starts_a_thread(miriam, "En fråga på blanketten räcker")
    sara.go(address).press_enter('a[href$="/posts/1/about"]').press_enter('form[action$="/becomings/idea"] button')
    miriam.go("/").press_enter(f'.steps a[href="{address}posts/1/about"]')
    miriam.press_enter('form[action$="/becomings/idea/answer"] button[value="yes"]')
    sara.go(address).sees("Became more than a post").press_enter(".became a")
    sara.press_enter('a[href^="/ideas/"]').press_enter(f'a[href="{address}posts/1"]')
    assert sara.path == f"{address}#post-1"


def test_more_people_see_a_thread_when_all_who_wrote_in_it_agree(arrive: Arrive) -> None:
    miriam, sara, ylva = arrive(MIRIAM), arrive(SARA), arrive(YLVA)
    address = starts_a_thread(miriam, "Bara vi nyckelpersoner")
    miriam.go(f"{address}audience").tab_to('[name="audience"]')
    chooses(miriam, "role-key_person").press_enter("form .buttons .button").sees("Fewer see the thread from now on.")
    ylva.page.goto(ylva.site + address)
    assert ylva.page.title() != "Bara vi nyckelpersoner"
    replies(sara.go(address), "Jag håller med.")
    miriam.go(f"{address}audience").tab_to('[name="audience"]')
    chooses(miriam, "all").press_enter("form .buttons .button").press_enter("form .buttons .button")
    sara.go("/").press_enter(f'.steps a[href^="{address}about"]')
    sara.press_enter('button[formaction$="/agreement"]').sees("Thank you for your answer.")
    ylva.go(address).reads("Jag håller med.")


def test_a_reported_post_is_hidden_with_a_reason_and_put_back(arrive: Arrive) -> None:
    miriam, amina, ylva = arrive(MIRIAM), arrive(AMINA), arrive(YLVA)
    address = starts_a_thread(miriam, "Om en namngiven person")
    about = f"{address}posts/1/about"
    amina.go(address).press_enter(f'a[href="{about}"]')
    unfolds(amina, "Report the post").tab_to("[name=concern]").type("Det står ett namn här.")
    amina.press_enter('form[action$="/reports"] button')
    ylva.go(about).reads("Det står ett namn här.")
    unfolds(ylva, "Hide the post").tab_to("[name=why]").type("Skriv utan namn.")
    ylva.press_enter('form[action$="/removal"] button')
    amina.go(address).does_not_read("Hej allihop")
    miriam.go(about).reads("Skriv utan namn.", "Hej allihop")
    ylva.go(about).press_enter('form[action$="/removal/undone"] button')
    amina.go(address).reads("Hej allihop")


def starts_a_thread(visitor: Visitor, title: str, *, asks: bool = False) -> str:
    """On the third meeting; the address of the thread."""
    visitor.go(START).press_enter('a[href*="/threads/new?on=meeting"]')
    visitor.tab_to("[name=title]").type(title)
    visitor.tab_to("[name=text]").type("Hej allihop")
    if asks:
        visitor.tab_to("[name=ask_mentor]").press("Space")
    visitor.press_enter('form[action*="/threads/new"] .buttons button')
    expect(visitor.heading).to_have_text(title)
    return visitor.path


def replies(visitor: Visitor, text: str) -> None:
    visitor.tab_to("#reply [name=text]").type(text)
    visitor.press_enter("#reply .buttons button")


def chooses(visitor: Visitor, audience: str) -> Visitor:
    """With the arrows, as one goes through choices of which one counts."""
    wanted = visitor.page.locator(f'[name="audience"][value="{audience}"]')
    for _step in range(visitor.page.locator('[name="audience"]').count()):
        if wanted.is_checked():
            return visitor
        visitor.page.keyboard.press("ArrowDown")
    assert wanted.is_checked()
    return visitor


def unfolds(visitor: Visitor, words: str) -> Visitor:
    visitor.tab_to(f"summary:has-text('{visitor.words(words)}')").press("Enter")
    return visitor
