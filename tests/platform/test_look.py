"""The look: contrast of every pair of colours, sheets that stay inside `.bench`, macros, the frame, the style guide."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from tests.client import Client

PACKAGE = Path(__file__).parents[2] / "benchplatform"
PLUGINS = PACKAGE.parent / "plugins"
SHEETS = {
    path.stem: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S) for path in PACKAGE.glob("static/css/*.css")
}
TEMPLATES = [*PACKAGE.glob("templates/**/*.html"), *PLUGINS.glob("*/templates/**/*.html")]

GROUNDS = ("ground", "surface", "sunken", "accent-soft")
WORDS = ("ink", "ink-soft", "accent")
PAIRS = [
    *product(WORDS, GROUNDS),
    *((kind, ground) for kind in ("done", "due", "late") for ground in (f"{kind}-soft", "ground", "surface")),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent", "late-soft"),
]
EDGES = [*product(("edge", "accent", "late"), ("ground", "surface", "sunken")), ("accent", "accent-soft")]


def colours(mode: int) -> dict[str, str]:
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", SHEETS["tokens"])
    return {name: (light, dark)[mode] for name, light, dark in found}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_have_contrast(words: str, ground: str, mode: int) -> None:
    assert contrast(colours(mode)[words], colours(mode)[ground]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_and_focus_have_contrast(edge: str, ground: str, mode: int) -> None:
    assert contrast(colours(mode)[edge], colours(mode)[ground]) >= 3


def blocks(css: str) -> list[tuple[str, str]]:
    """The outermost `selector { body }` pairs."""
    found, depth, start, body = [], 0, 0, 0
    for at, sign in enumerate(css):
        if sign == "{":
            depth += 1
            body = at if depth == 1 else body
        elif sign == "}":
            depth -= 1
            if depth == 0:
                found.append((css[start:body].strip(), css[body + 1 : at]))
                start = at + 1
        elif sign == ";" and depth == 0:
            start = at + 1
    assert depth == 0
    return found


def outermost_rules(css: str) -> list[str]:
    """Selectors that stand under nothing but layers, media and containers."""
    return [
        rule
        for selector, body in blocks(css)
        for rule in (outermost_rules(body) if selector.startswith(("@layer", "@media", "@container")) else [selector])
    ]


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_a_sheet_is_one_layer_and_touches_nothing_outside_bench(sheet: str) -> None:
    layers = [selector for selector, _body in blocks(SHEETS[sheet])]
    assert [layer for layer in layers if layer != "@page bench"] == [f"@layer bench.{sheet}"]
    for rule in outermost_rules(SHEETS[sheet]):
        assert re.match(r"(body)?\.bench(\s|$)|@page bench$", rule), rule


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_a_sheet_uses_logical_properties_and_asks_nothing_of_others(sheet: str) -> None:
    physical = r"[\s;{](margin|padding|border)-(left|right|top|bottom)\b|[\s;{](left|right|top|bottom|width|height):"
    assert re.findall(physical, SHEETS[sheet]) == []
    assert not re.search(r"url\(|@import", SHEETS[sheet])


def test_every_page_takes_all_sheets_in_the_order_of_the_layers(app: Flask) -> None:
    order = re.search(r"@layer (bench\.tokens, .*?);", SHEETS["tokens"])
    assert order
    layers = [name.removeprefix("bench.") for name in order.group(1).split(", ")]
    with app.test_request_context("/"):
        head = render_template_string('{% include "components/head.html" %}')
    assert re.findall(r"css/(\w+)\.css\?v=\w{10}", head) == layers
    assert sorted(layers) == sorted(SHEETS)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_is_short_and_uses_icons_that_exist(path: Path) -> None:
    html = path.read_text()
    icons = set(re.findall(r'id="icon-(\w+)"', (PACKAGE / "templates/components/sprite.svg").read_text()))
    assert len(html.splitlines()) <= 80
    assert set(re.findall(r"icon\(\"(\w+)\"\)", html)) <= icons
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=", html)


def test_modules_import_nothing_since_addresses_carry_the_mark_of_their_content() -> None:
    for path in [*PACKAGE.glob("static/js/*.js"), *PLUGINS.glob("*/static/**/*.js")]:
        assert not re.search(r"^\s*import\b|innerHTML|eval\(", path.read_text(), re.M), path


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "published 3 days early"), ("sv", "publicerad 3 dagar i förväg")], ids=["en", "sv"]
)
def test_the_style_guide_shows_every_state_in_both_languages(client: Client, locale: str, words: str) -> None:
    page = client.get("/style-guide", headers={"Accept-Language": locale}).text
    assert f'<html lang="{locale}">' in page
    assert f'<use href="#icon-check"/></svg>{words}</span>' in page
    for kind in ("done", "due", "late", "open", "draft"):
        assert f'<span class="state {kind}">' in page
    for kind in ("done", "due", "late"):
        assert f'<p class="notice {kind}">' in page


def test_a_field_says_what_is_wrong_and_what_its_limit_is(client: Client) -> None:
    page = client.get("/style-guide", headers={"Accept-Language": "en"}).text
    assert '<li><a href="#title">Title: Give the thread a title.</a></li>' in page
    title = re.search(r'<input[^>]* id="title"[^>]*>', page)
    assert title
    for part in ('aria-describedby="title-help title-error"', 'aria-invalid="true"', 'data-limit="160"', "required"):
        assert part in title.group()
    assert "maxlength" not in page
    assert '<fieldset class="field" id="audience">' in page


def test_one_stays_on_the_page_when_one_changes_language(client: Client) -> None:
    page = client.get("/style-guide?a=1&b=2", headers={"Accept-Language": "en"}).text
    assert '<input type="hidden" name="next" value="/style-guide?a=1&amp;b=2">' in page
    assert '<button class="plain" name="locale" value="sv" lang="sv">Svenska</button>' in page


def test_the_answer_to_a_form_offers_no_other_language_since_its_text_would_be_lost(client: Client) -> None:
    page = client.post_form("/sign-in", {"email": "", "password": ""})
    assert page.status_code == 422
    assert 'name="locale"' not in page.text


def test_the_first_thing_on_a_page_leads_to_its_content(client: Client) -> None:
    page = client.get("/style-guide").text
    first = page.index('<a class="skip" href="#main">')
    assert first < page.index("<header") < page.index('<main class="page" id="main" tabindex="-1">')
    assert page.index("<a ") == first
