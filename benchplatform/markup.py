"""Safe Markdown: what people write becomes HTML once, when it is saved.

Python-Markdown takes quadratic time on long runs of brackets (its issue 798), so in paragraphs with many they are
hidden from it; raw HTML and underlined headings are never parsed at all. nh3 then keeps an allow-list of tags. A
foreign image becomes a link: no request leaves the page for another site.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor

VERSION = 1
"""Raised when the rules change, so that old texts can be rendered anew."""

LONGEST_TEXT = 20_000
"""Characters in one text; longer ones are refused with a message, never cut."""

_MOST_BRACKETS = 250
_EXTENSIONS = ["fenced_code", "tables", "sane_lists", "nl2br"]
_TAGS = {
    "a",
    "abbr",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h3",
    "h4",
    "h5",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h6": "h5"}
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKETS = re.compile(r"[\[\]]")
_HIDE = str.maketrans("[]", "\ue000\ue001")
_SHOW = str.maketrans("\ue000\ue001", "[]")


def render(text: str) -> str:
    """HTML for a text of at most LONGEST_TEXT characters; raises ValueError for a longer one."""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{len(text)} characters, the limit is {LONGEST_TEXT}")
    try:
        html = _parser().convert(_tame(text)).translate(_SHOW)
    except RecursionError:  # hundreds of lists within each other, in one line
        html = f"<p>{nh3.clean_text(text)}</p>"
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel="nofollow noopener")


class _OwnPage(Treeprocessor):
    """Fit the text into our page: headings below ours, foreign images as links."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            element.tag = _HEADINGS.get(element.tag, element.tag)
            if element.tag == "img" and not element.get("src", "").startswith("/files/"):
                _make_link(element)


def _make_link(image: Element) -> None:
    source, words = image.get("src", ""), image.get("alt") or image.get("src", "")
    tail = image.tail
    image.clear()
    image.tag, image.text, image.tail = "a", words, tail
    image.set("href", source)


def _parser() -> Any:
    parser = markdown.Markdown(extensions=_EXTENSIONS)
    parser.preprocessors.deregister("html_block")
    parser.parser.blockprocessors.deregister("setextheader")  # quadratic too, and a line of dashes is rarely meant so
    parser.inlinePatterns.deregister("html")
    parser.treeprocessors.register(_OwnPage(parser), "own_page", 1)
    return parser


def _tame(text: str) -> str:
    paragraphs = _BLANK_LINE.split(text.replace("\r\n", "\n"))
    return "\n\n".join(_hide_brackets(paragraph) for paragraph in paragraphs)


def _hide_brackets(paragraph: str) -> str:
    return paragraph.translate(_HIDE) if len(_BRACKETS.findall(paragraph)) > _MOST_BRACKETS else paragraph
