"""What people write becomes safe HTML, quickly, whatever they write."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchplatform import markup
from benchplatform.markup import LONGEST_TEXT, render
from tests.attacks import ATTACKS
from tests.effort import effort

ATTRIBUTES = {"href", "title", "rel", "src", "alt", "start"}
TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "hr", "img", "li", "ol", "p",
    "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Page(HTMLParser):
    """The elements and attributes that a browser would make of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update({name: value or "" for name, value in attrs})


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_written_comes_alive(attack: str) -> None:
    html = render(f"before\n\n{attack}\n\nafter")
    page = Page(html)
    assert page.tags <= TAGS
    assert set(page.attributes) <= ATTRIBUTES
    for name in ("href", "src"):
        assert not re.match(r"\s*(javascript|data|vbscript):", page.attributes.get(name, ""), re.IGNORECASE)
    assert html.startswith("<p>before</p>")
    assert html.endswith("<p>after</p>")


def test_raw_html_is_shown_as_it_was_typed() -> None:
    assert render("<b>x</b> & <script>y</script>") == (
        "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;y&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Två\nrader", "<p>Två<br>\nrader</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("# One\n\n## Two\n\n### Three\n\n###### Six", "<h3>One</h3>\n<h4>Two</h4>\n<h5>Three</h5>\n<h5>Six</h5>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("```\n<a>\n```", "<pre><code>&lt;a&gt;\n</code></pre>"),
        (
            "a | b\n- | -\n1 | 2",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>",
        ),
        ("[x](https://a.example)", '<p><a href="https://a.example" rel="nofollow noopener">x</a></p>'),
        ("[x](/threads/7/)", '<p><a href="/threads/7/" rel="nofollow noopener">x</a></p>'),
        ("[x](javascript:alert(1))", '<p><a rel="nofollow noopener">x</a></p>'),
        ("![Kurva](/files/7/a.png)", '<p><img alt="Kurva" src="/files/7/a.png"></p>'),
        (
            "![Kurva](https://a.example/b.png) then",
            '<p><a href="https://a.example/b.png" rel="nofollow noopener">Kurva</a> then</p>',
        ),
        (
            "![](//a.example/b.png)",
            '<p><a href="//a.example/b.png" rel="nofollow noopener">//a.example/b.png</a></p>',
        ),
        ("", ""),
        (" \r\n \r\n", ""),
    ],
)
def test_each_form_has_its_html(text: str, html: str) -> None:
    assert render(text) == html


def test_no_text_makes_the_browser_ask_another_site() -> None:
    html = render(
        "![a](http://a.example/1) [![b](//b.example/2)](http://b.example) ![c](\\\\c.example/3) ![d](files/4)"
    )
    assert "<img" not in html


def test_a_text_of_brackets_keeps_every_one() -> None:
    assert render("[]" * 300) == f"<p>{'[]' * 300}</p>"


def test_brackets_in_one_paragraph_cost_the_others_no_links() -> None:
    assert '<a href="/x"' in render("[" * 300 + "\n\n[x](/x)")


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "](", "[a](", "[(", "[a][", "[a]: x\n", "[a](b 'c", "<a ", "<", "<!--", "<http://a", "*", "_", "*a_ ",
     "**a ", "***a**b*", "a*b*c_d_", "`", "`a``", "```a\n", "~~~", ">", "> ", "- ", "1. a\n", "    - a\n", "|", "|a",
     "a|b\n-|-\n|\n", "a\n=\n", "#", "#\n", "# a\n", "\\", "&#x", "&", "\n", " \n", "\t", "\r", "\x02", "😀"],
)  # fmt: skip
def test_the_slowest_texts_take_a_moment(piece: str) -> None:
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    assert effort(lambda: render(text)) < 250


@pytest.mark.parametrize("before", ["", "> ", "- "])
def test_a_table_that_would_fill_up_to_millions_of_cells_stays_text(before: str) -> None:
    wide = f"{before}{'a|' * 3000}\n{before}{'-|' * 3000}\n"
    text = (wide + f"{before}|\n" * LONGEST_TEXT)[:LONGEST_TEXT]
    html = render(text)
    assert effort(lambda: render(text)) < 250
    assert "<table>" not in html
    assert html.count("|") == text.count("|")


def test_a_table_of_a_thousand_rows_is_a_table() -> None:
    rows = "| Lövinge | 12 |\n" * 1000
    assert render(f"| Kommun | Andel |\n|---|---|\n{rows}").count("<td>Lövinge</td>") == 1000


@pytest.mark.parametrize("shape", ["  ", "    ", ">"])
def test_deep_nests_take_a_moment(shape: str) -> None:
    text = "\n".join(shape * depth + "- x" for depth in range(200))[:LONGEST_TEXT]
    assert effort(lambda: render(text)) < 250


def test_a_text_over_the_limit_is_refused_and_never_cut() -> None:
    assert len(render("x" * LONGEST_TEXT)) == LONGEST_TEXT + 7
    with pytest.raises(ValueError, match="20001 characters, the limit is 20000"):
        render("x" * (LONGEST_TEXT + 1))


PIECES = st.sampled_from(
    [
        *"[]()<>*_`|!a&;'\\",
        '"',
        " ",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "# ",
        "http://a",
        "javascript:",
        "<b>",
        "</b>",
        "\x02",
        "\ue000",
    ]
)


@settings(max_examples=150, deadline=None, database=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_becomes_html_that_the_sanitiser_would_leave_as_it_is(text: str) -> None:
    html = render(text)
    again = nh3.clean(html, tags=markup._TAGS, attributes=markup._ATTRIBUTES, link_rel="nofollow noopener")
    assert again == html


@pytest.mark.parametrize("piece", ["1. ", "1. * ", "* 1. ", "1. > ", "> 1. ", "* + ", "- * 1. > "])
def test_lists_that_nest_too_deep_are_no_error(piece: str) -> None:
    text = (piece * LONGEST_TEXT)[: LONGEST_TEXT - 4] + "<b>x"
    assert "&lt;b&gt;x" in render(text)
    assert effort(lambda: render(text)) < 250


def test_a_known_handle_becomes_a_link_and_no_more_than_that() -> None:
    mentions = {"bo-ek": ("/people/3/", "@Bo <b> *Ek*")}
    link = '<a class="mention" href="/people/3/" rel="nofollow noopener">@Bo &lt;b&gt; *Ek*</a>'
    assert render("*@bo-ek* @bo-ek: @Bo-Ek's", mentions) == f"<p><em>{link}</em> {link}: {link}'s</p>"
    assert render("`@bo-ek` a@bo-ek [@bo-ek](/x) @bo", mentions) == (
        '<p><code>@bo-ek</code> a@bo-ek <a href="/x" rel="nofollow noopener">@bo-ek</a> @bo</p>'
    )
    assert markup.handles("@bo-ek `@bo-ek` @cia @BO-EK", {"bo-ek"}) == ["bo-ek"]


def test_links_to_this_site_lead_below_the_prefix_of_a_mount() -> None:
    html = render('[a](/threads/1/) [b](/bench/x) [c](//d.example) ![e](/files/1/e.png) `href="/f"` https://g.example')
    assert markup.below("", html) == html
    moved = html.replace('href="/threads', 'href="/bench/threads').replace('src="/files', 'src="/bench/files')
    assert markup.below("/bench", html) == moved


@pytest.mark.parametrize("piece", ["@", "@bo-ek ", "@bo-ek-", "a@bo-ek", "@a-", "[@bo-ek](x)", "*@bo-ek"])
def test_texts_full_of_handles_take_a_moment(piece: str) -> None:
    text = (piece * LONGEST_TEXT)[:LONGEST_TEXT]
    assert effort(lambda: render(text, {"bo-ek": ("/people/3/", "@Bo Ek")})) < 250
    assert effort(lambda: markup.handles(text, {"bo-ek"})) < 250
