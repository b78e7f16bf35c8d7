"""Text from Word or from a web page, as Markdown: headings, lists, tables, bold and links stay.

What comes out is text that the writer sees and changes, and is rendered as safely as anything typed; the HTML is
cleaned first so that it is whole and holds nothing but what is looked for here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
from flask_babel import format_decimal, gettext

from .pasted import Page

LARGEST = 1_000_000
MOST_TAGS = 15_000
"""Tags and `&` in one paste: a text of the longest length with a sign on every other character has fewer."""

MOST_SIGNS = 100_000
"""Characters that would be signs of Markdown."""

DEEPEST = 200

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li"),
    *("ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_DROPPED = {"script", "style", "title", "noscript", "template", "object", "iframe", "svg", "math", "select", "button"}
_ATTRIBUTES = {tag: {"style", "class"} for tag in ("p", "span", "b", "i", "li", "div")} | {"a": {"href"}}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_NEVER_CLOSED = {"br", "hr", "img", "p", "li", "td", "th", "tr", "col", "meta", "link", "input", "tbody", "thead"}


class TooMuch(ValueError):
    """A page that takes too long; the text says so, in a sentence for the one who pasted it."""


def markdown_of(html: str) -> str:
    """Markdown for pasted HTML; raises TooMuch for what would take more than a moment."""
    if len(html) > LARGEST:
        raise _too_much()
    signs, tags = sum(map(html.count, "*_`[]\\")), html.count("<") + html.count("&")
    if signs > MOST_SIGNS or tags > MOST_TAGS or _depth(html) > DEEPEST:
        raise _too_much()
    reader = _Reader()
    reader.feed(nh3.clean(html, tags=_TAGS, clean_content_tags=_DROPPED, attributes=_ATTRIBUTES, link_rel=None))
    reader.close()
    return reader.page.text()


class _Reader(HTMLParser):
    """Tell the page what is read, tag by tag."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.begin(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.page.end(tag)

    def handle_data(self, data: str) -> None:
        self.page.say(data)


def _depth(html: str) -> int:
    """How deep the tags nest at most; to build a page of very many levels takes ever longer."""
    depth = deepest = 0
    for slash, name in _TAG.findall(html):
        if name.lower() not in _NEVER_CLOSED:
            depth = max(0, depth + (-1 if slash else 1))
            deepest = max(deepest, depth)
    return deepest


def _too_much() -> TooMuch:
    return TooMuch(
        gettext(
            "That was too much formatted text (the limit is %(limit)s characters), so it was pasted as plain text.",
            limit=format_decimal(LARGEST),
        )
    )
