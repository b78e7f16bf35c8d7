"""A walk through the site by its links: what each page answers, says and leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import APIRequestContext

from .words import english, swedish

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"}
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
BROKEN = re.compile(r"\bNone\b|%\(|\{\{|\}\}")
NUMBER, NAMED = re.compile(r"(?<=/)\d+\b"), re.compile(r"(/(?:clusters|organisations|programmes)/)[^/]+")
FOREIGN = {
    "sv": re.compile(r"\b(?:the|your|with|from|this|and)\b", re.I),
    "en": re.compile(r"\b(?:och|eller|som|inte|det|den|ett|är|för)\b", re.I),
}
"""Language of a page -> small words of the other one."""


@dataclass
class Answer:
    """What one address answered."""

    status: int
    links: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Its words in the language of the page, node by node: what is marked as another language is left out."""
    language: str = "sv"

    @property
    def is_page(self) -> bool:
        return self.status == 200 and bool(self.texts)

    @property
    def weight(self) -> int:
        return sum(map(len, self.texts))

    @property
    def faults(self) -> list[str]:
        """A dead end, what no template should let out, and words of the other language."""
        dead_end = [f"answers {self.status}"] if self.status >= 400 else []
        return dead_end + [text for text in self.texts if BROKEN.search(text) or is_foreign(text, self.language)]


def is_foreign(text: str, language: str) -> bool:
    known = swedish() if language == "sv" else english()
    return known.get(text, text) != text or bool(FOREIGN[language].search(text))


def walk(browser: APIRequestContext, site: str, language: str) -> dict[str, Answer]:
    """Every address of the site that links lead to from its first page."""
    found: dict[str, Answer] = {}
    unseen = ["/"]
    while unseen:
        found |= {path: _visit(browser, site, path, language) for path in unseen}
        linked = {link for path in unseen for link in found[path].links}
        unseen = sorted(linked - found.keys())
    return found


def kinds(answers: dict[str, Answer]) -> dict[str, str]:
    """Kind of page -> the address of the fullest of that kind."""
    found: dict[str, str] = {}
    for path, answer in answers.items():
        kind = NAMED.sub(r"\1…", NUMBER.sub("…", urlsplit(path).path))
        if answer.is_page and (kind not in found or answer.weight > answers[found[kind]].weight):
            found[kind] = path
    return found


def read(html: str, language: str = "sv") -> Answer:
    """The links of a page as they stand, and its words in the language."""
    reader = _Reader(language)
    reader.feed(html)
    return Answer(200, reader.links, reader.texts, language)


def _visit(browser: APIRequestContext, site: str, path: str, language: str) -> Answer:
    """Where an address leads on counts as a link of it."""
    response = browser.get(site + path, max_redirects=0)
    if "location" in response.headers:
        answer = Answer(200, [response.headers["location"]])
    else:
        answer = (
            read(response.text(), language) if response.headers["content-type"].startswith("text/html") else Answer(200)
        )
    answer.status, answer.links = response.status, _own(site, path, answer.links)
    return answer


def _own(site: str, path: str, links: list[str]) -> list[str]:
    found = [urldefrag(urljoin(site + path, link)).url for link in links]
    return [link.removeprefix(site) for link in found if link.startswith(f"{site}/")]


class _Reader(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.links: list[str] = []
        self.texts: list[str] = []
        self._languages = [language]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag not in VOID:
            self._languages.append(given.get("lang") or self._languages[-1])
        for name in SPOKEN & given.keys():
            self.handle_data(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._languages.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self._languages[-1] == self.language:
            self.texts.append(text)
