"""How people come in and go: a lead invites and ends a membership, an administrator builds a programme."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from .visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

YLVA, DISA = "ylva.sandgren@bjorkinge.example", "disa.lindgren@demo.example"
NEW, ADDRESS, NEW_PASSWORD = "Åsa Öberg", "asa.oberg@lovinge.example", "four quiet boats home"
ADMINISTRATION, MEETING = "/clusters/demo/administration", "/clusters/demo/meetings/3/"


def test_a_lead_invites_a_person_and_later_ends_the_membership(chromium: Browser, own_site: str) -> None:
    with (
        Visitor.arriving(chromium, own_site, NARROW) as ylva,
        Visitor.arriving(chromium, own_site, color_scheme="dark") as disa,
        Visitor.arriving(chromium, own_site, NARROW, color_scheme="dark") as asa,
    ):
        ylva.enter(YLVA)
        invites(ylva)
        disa.enter(DISA)
        joins(asa, link_in_the_outbox(disa))
        ylva.go(ADMINISTRATION)
        expect(row_of(ylva, "invited")).to_have_count(0)
        expect(row_of(ylva, "members")).to_contain_text(ylva.words("Key person"))
        ends_the_membership(ylva)
        assert asa.page.reload().status == 404  # type: ignore[union-attr]
        asa.judge().go("/").does_not_read("Lövinge kommun")


def invites(ylva: Visitor) -> None:
    ylva.go("/").follow("Administration")
    ylva.click(ylva.page.locator(f'a[href="{ADMINISTRATION}"]'))
    ylva.follow("Invite somebody")
    ylva.fill(name=NEW, email=ADDRESS, organisation="Lövinge kommun", role=ylva.words("Key person"))
    ylva.press("Send the invitation").sees("The invitation is on its way to %(email)s.", email=ADDRESS)
    expect(row_of(ylva, "invited")).to_contain_text(ADDRESS)


def link_in_the_outbox(disa: Visitor) -> str:
    """The administrator of a site without a mail server reads the mail, and passes its link on."""
    disa.go("/admin/").click(disa.page.locator('main a[href="/admin/outbox"]'))
    disa.click(disa.page.get_by_role("row", name=ADDRESS).get_by_role("link"))
    disa.reads("Ylva Sandgren", "Lövinge kommun")
    found = re.search(r"/invitations/[\w-]+", disa.page.locator("main pre").inner_text())
    assert found
    return found.group()


def joins(asa: Visitor, link: str) -> None:
    """A password, and she is in the meeting, as what she was invited for; the link is spent."""
    asa.go(link).reads("Lövinge kommun").sees("Key person")
    asa.fill(new_password="short", repeat_password="short").press("Join")
    expect(asa.page.locator("#errors")).to_be_focused()
    asa.fill(title="Utvecklare", new_password=NEW_PASSWORD, repeat_password=NEW_PASSWORD).press("Join")
    asa.go("/clusters/demo/people/").open(NEW).reads("Utvecklare", "Lövinge kommun").sees("Key person")
    asa.go(link).sees("This invitation no longer works")
    asa.go(MEETING).reads("Beviljade timmar")


def ends_the_membership(ylva: Visitor) -> None:
    ylva.click(row_of(ylva, "members").get_by_role("link", name=ylva.words("End")))
    ylva.press("End the membership").sees("The membership of %(name)s has ended. What they wrote stays.", name=NEW)


def row_of(visitor: Visitor, section: str):  # type: ignore[no-untyped-def]
    return visitor.page.locator(f'section[aria-labelledby="{section}"] li', has_text=NEW)


def test_an_administrator_builds_a_programme_and_sees_none_of_its_content(chromium: Browser, own_site: str) -> None:
    with Visitor.arriving(chromium, own_site, WIDE, "en", color_scheme="dark") as disa:
        disa.enter(DISA).go("/").follow("Administration", within="main")
        adds_an_organisation(disa)
        disa.go("/admin/").follow("New programme")
        disa.fill(name_sv="Klimat", name_en="Climate").press("Add the programme")
        disa.follow("New cluster", within="main").fill(name_sv="Kust", name_en="Coast").press("Add the cluster")
        disa.follow("Add an organisation").fill(organisation="Sundvik kommun").press("Add the organisation")
        disa.sees("%(organisation)s takes part from now on.", organisation="Sundvik kommun")
        disa.go("/admin/").open("Climate").follow("Invite a programme lead")
        disa.fill(name="Leo Lind", email="leo@sundvik.example", organisation="Sundvik kommun")
        disa.press("Send the invitation").reads("leo@sundvik.example")
        for path in ("/clusters/demo/", MEETING, "/clusters/demo/people/", "/threads/1/", "/presentations/1/"):
            assert disa.page.goto(own_site + path).status == 404, path  # type: ignore[union-attr]
            disa.judge().does_not_read("Miriam Haile")


def adds_an_organisation(disa: Visitor) -> None:
    """An empty name is told beside its field, and what was written stays."""
    disa.follow("Organisations", within="main").follow("Add an organisation")
    disa.fill(inhabitants="14200", about_sv="En liten kommun vid sundet.").press("Add the organisation")
    expect(disa.page.locator("[name=inhabitants]")).to_have_value("14200")
    disa.fill(name="Sundvik kommun").press("Add the organisation")
    disa.open("Sundvik kommun", within="main").reads("14,200", "En liten kommun vid sundet.")
