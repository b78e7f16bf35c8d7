"""Writing in a browser: tools and keys, calling somebody, quoting a selection, a paste from Word, a dropped image."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

from .visitor import NARROW, Visitor

pytestmark = pytest.mark.browser

MIRIAM, THREAD = "miriam.haile@lovinge.example", "Så kommer ni till Strandhamra"
WORD = (
    "<html><body><p class=MsoNormal>Vi mätte <b>före</b>.</p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span>"
    "</span>Ett</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·"
    "<span>&nbsp;</span></span>Två</p><table><tr><td>Kommun</td><td>Andel</td></tr></table></body></html>"
)
PASTE = """([area, html, plain]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", plain);
    area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
DROP = """([area, name, content]) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], name, {type: "image/png"}));
    area.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
SELECT = """(words) => {
    const text = document.createTreeWalker(words, NodeFilter.SHOW_TEXT).nextNode();
    getSelection().setBaseAndExtent(text, 0, text, 5);
}"""


@pytest.fixture
def miriam(chromium: Browser, own_site: str) -> Iterator[Visitor]:
    with Visitor.arriving(chromium, own_site) as arrived:
        yield arrived.enter(MIRIAM).go("/clusters/demo/meetings/3/").open(THREAD)


def box(visitor: Visitor) -> Locator:
    return visitor.page.locator(".editor textarea")


def paste(visitor: Visitor, html: str, plain: str) -> None:
    visitor.page.evaluate(PASTE, [box(visitor).element_handle(), html, plain])


def test_tools_and_keys_mark_what_is_selected_and_undo_takes_it_back(miriam: Visitor) -> None:
    keys = miriam.page.keyboard
    box(miriam).click()
    keys.type("ord")
    keys.press("Shift+Home")
    keys.press("Control+b")
    expect(box(miriam)).to_have_value("**ord**")
    keys.press("Control+i")
    expect(box(miriam)).to_have_value("***ord***")
    keys.press("Control+z")
    keys.press("Control+z")
    expect(box(miriam)).to_have_value("ord")
    tool(miriam, "Numbered list").click()
    expect(box(miriam)).to_have_value("1. ord")
    tool(miriam, "Bold").focus()
    keys.press("ArrowLeft")
    expect(tool(miriam, "Code")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(tool(miriam, "Italic")).to_be_focused()
    miriam.judge()
    box(miriam).focus()
    with miriam.page.expect_navigation():
        keys.press("Control+Enter")
    miriam.sees("Your post is in the thread.")


def tool(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("toolbar").get_by_role("button", name=visitor.words(name), exact=True)


def test_one_calls_somebody_by_keyboard_and_is_told_whom_that_reaches(miriam: Visitor) -> None:
    miriam.page.set_viewport_size(NARROW)
    keys, matches = miriam.page.keyboard, miriam.page.get_by_role("listbox")
    box(miriam).click()
    keys.type("Hej @s")
    expect(matches.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    miriam.judge()
    keys.press("Escape")
    expect(matches).to_be_hidden()
    keys.type("ara")
    expect(matches.get_by_role("option")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(box(miriam)).to_have_value("Hej @sara-nordlund ")
    keys.type("och @chefer")
    expect(miriam.page.locator(".told summary")).to_have_text("Når 6 personer")
    keys.press("Escape")
    miriam.judge().press("Post")
    called = miriam.page.locator("article.post").last.locator("a.mention")
    expect(called).to_have_text(["@Sara Nordlund", "@chefer"])


def test_a_selection_is_quoted_where_one_writes(miriam: Visitor) -> None:
    box(miriam).fill("Hej")
    post = miriam.page.locator("article.post").first
    words = post.locator(".prose").inner_text()[:5].strip()
    post.locator(".prose").evaluate(SELECT)
    post.locator("a.quote").click()
    expect(box(miriam)).to_have_value(
        re.compile(rf"^Hej\n\n> \*\*.+\*\* \[#1\]\(/threads/\d+/posts/1\)\n>\n> {re.escape(words)}\n\n$")
    )
    assert "quote=" not in miriam.path


def test_without_scripts_the_whole_post_is_quoted(chromium: Browser, site: str) -> None:
    with Visitor.arriving(chromium, site, java_script_enabled=False) as visitor:
        visitor.enter(MIRIAM).go("/clusters/demo/meetings/3/").open(THREAD)
        expect(visitor.page.get_by_role("toolbar")).to_have_count(0)
        words = visitor.page.locator("article.post .prose").first.inner_text()
        visitor.click(visitor.page.locator("a.quote").first)
        assert words.splitlines()[0] in box(visitor).input_value()


def test_a_paste_from_word_keeps_lists_tables_and_bold(miriam: Visitor) -> None:
    box(miriam).click()
    miriam.page.keyboard.type("x")
    paste(miriam, WORD, "Vi mätte före.")
    expect(box(miriam)).to_have_value("xVi mätte **före**.\n\n- Ett\n- Två\n\n| Kommun | Andel |\n| --- | --- |")
    miriam.page.keyboard.press("Control+z")
    expect(box(miriam)).to_have_value("x")
    paste(miriam, "<p>a</p><b>b</b>" * 60_000, "För mycket")
    expect(box(miriam)).to_have_value("xFör mycket")
    miriam.reads("Det var för mycket formaterad text")


def test_a_dropped_image_is_sent_and_shown(miriam: Visitor) -> None:
    content = io.BytesIO()
    Image.new("RGB", (40, 20), "purple").save(content, "PNG")
    encoded = base64.b64encode(content.getvalue()).decode()
    miriam.page.evaluate(DROP, [box(miriam).element_handle(), "Kurva.png", encoded])
    expect(box(miriam)).to_have_value(re.compile(r"^!\[Kurva\.png\]\(/files/\d+/Kurva\.png\)\n$"))
    miriam.page.evaluate(DROP, [box(miriam).element_handle(), "tom.png", ""])
    expect(miriam.page.locator(".told-files")).to_contain_text("tom.png:")
    miriam.press("Post")
    image = miriam.page.locator("article.post").last.get_by_role("img", name="Kurva.png")
    assert image.evaluate("(one) => one.complete && one.naturalWidth") == 40
