"""Safe Markdown: what people write becomes HTML once, when it is saved.

Python-Markdown takes quadratic time on long runs of brackets (its issue 798) and of headings, so in paragraphs with
many they are hidden from it. It also fills up each short row of a table to the width of the first, so that a short
text can become millions of cells; in a text with so many, the bars are hidden too. Raw HTML and underlined headings
are never parsed at all. nh3 then keeps an allow-list of tags. A foreign image becomes a link: no request leaves the
page for another site.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

VERSION = 1
"""Raised when the rules change, so that old texts can be rendered anew."""

LONGEST_TEXT = 20_000
"""Characters in one text; longer ones are refused with a message, never cut."""

HANDLE = r"(?<![\w@./+-])@(\w+(?:-\w+)*)"
"""How somebody is called by name in a text: `@miriam-haile`; no part of an e-mail address."""

Links = Mapping[str, tuple[str, str]]
"""Handle in small letters -> its address on this site and the words that take its place."""

_MOST_BRACKETS = 250
_MOST_HASHES = 1000
_MOST_CELLS = 10_000
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
_OWN_FILE = re.compile(r"/files/\d+/(?:\w|%(?!2[eEfF]))[^/?#\\]*")
"""A stored file; a path with dots in it would make a reader's browser ask for another page."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BRACKETS = re.compile(r"[\[\]]")
_HIDE_BRACKETS = str.maketrans("[]", "\ue000\ue001")
_HIDE_BARS = str.maketrans("|", "\ue002")
_HIDE_HASHES = str.maketrans("#", "\ue003")
_SHOW = str.maketrans("\ue000\ue001\ue002\ue003", "[]|#")


def render(text: str, mentions: Links | None = None) -> str:
    """HTML for a text of at most LONGEST_TEXT characters; raises ValueError for a longer one.

    Handles that `mentions` knows become links of the class `mention`; all others stay as they were typed.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{len(text)} characters, the limit is {LONGEST_TEXT}")
    try:
        html = _parser(_Mentioned(mentions or {})).convert(_tame(text)).translate(_SHOW)
    except RecursionError:  # hundreds of lists within each other, in one line
        html = f"<p>{nh3.clean_text(text)}</p>"
    classes = {"a": {"mention"}}
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, allowed_classes=classes, link_rel="nofollow noopener")


def handles(text: str, known: Container[str]) -> list[str]:
    """The known handles that a text calls, each once: not those in code, in links or in addresses."""
    wanted = {handle.lower() for handle in re.findall(HANDLE, text)}
    links = {handle: ("", "") for handle in wanted if handle in known}
    mentioned = _Mentioned(links)
    if links:
        try:
            _parser(mentioned).convert(_tame(text))
        except RecursionError:
            return []
    return list(dict.fromkeys(mentioned.found))


_MARKS = re.compile(r"([\\\[\]*_`<>])")


def escaped(text: str) -> str:
    """Words that stand in a text as they are: no sign of theirs is taken for Markdown."""
    return _MARKS.sub(r"\\\1", text)


def below(root: str, html: str) -> str:
    """The HTML with its links to this site as they are where the site is mounted under a prefix."""
    if not root:
        return html
    own = re.compile(rf'(<(?:a|img)\b[^<>]*? (?:href|src)=")(?=/(?!/))(?!{re.escape(root)}/)')
    return own.sub(lambda found: found[1] + root, html)


class _Mentioned(InlineProcessor):
    """Make links of the handles that are known, and remember them in the order of the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, links: Links) -> None:
        super().__init__(HANDLE)
        self.links, self.found = links, list[str]()

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        handle = m[1].lower()
        if handle not in self.links:
            return None, None, None
        self.found.append(handle)
        link = Element("a")
        url, words = self.links[handle]
        link.text = AtomicString(words)
        link.attrib |= {"href": url, "class": "mention"}
        return link, m.start(0), m.end(0)


class _OwnPage(Treeprocessor):
    """Fit the text into our page: headings below ours, foreign images as links."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            element.tag = _HEADINGS.get(element.tag, element.tag)
            if element.tag == "img" and not _OWN_FILE.fullmatch(element.get("src", "")):
                _make_link(element)


def _make_link(image: Element) -> None:
    source, words = image.get("src", ""), image.get("alt") or image.get("src", "")
    tail = image.tail
    image.clear()
    image.tag, image.text, image.tail = "a", words, tail
    image.set("href", source)


def _parser(mentioned: _Mentioned) -> Any:
    parser = markdown.Markdown(extensions=_EXTENSIONS)
    parser.preprocessors.deregister("html_block")
    parser.parser.blockprocessors.deregister("setextheader")  # quadratic too, and a line of dashes is rarely meant so
    parser.inlinePatterns.deregister("html")
    if mentioned.links:
        parser.inlinePatterns.register(mentioned, "mention", 75)
    parser.treeprocessors.register(_OwnPage(parser), "own_page", 1)
    return parser


def _tame(text: str) -> str:
    paragraphs = _BLANK_LINE.split(text.replace("\r\n", "\n"))
    if sum(_cells(paragraph) for paragraph in paragraphs) > _MOST_CELLS:
        paragraphs = [paragraph.translate(_HIDE_BARS) for paragraph in paragraphs]
    return "\n\n".join(_hide_many(paragraph) for paragraph in paragraphs)


def _cells(paragraph: str) -> int:
    """How many cells a table would have that is made of the paragraph: as many in each row as in the widest."""
    lines = paragraph.split("\n")
    return len(lines) * max(line.count("|") for line in lines)


def _hide_many(paragraph: str) -> str:
    if len(_BRACKETS.findall(paragraph)) > _MOST_BRACKETS:
        paragraph = paragraph.translate(_HIDE_BRACKETS)
    return paragraph.translate(_HIDE_HASHES) if paragraph.count("#") > _MOST_HASHES else paragraph
