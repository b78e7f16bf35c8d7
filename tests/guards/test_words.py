"""Every word on a page can be translated, and is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from .. import messages
from .sources import ROOT, python_files, templates

JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|content)="([^"{]*[A-Za-zÅÄÖåäö]{2}[^"{]*)\"""")
NO_WORDS = {"Benchplatform"}
TECHNICAL = {"width=device-width, initial-scale=1", "noindex", "light dark", 'aria-current="page"'}
IGNORED = ("look/",)
"""The style guide, for those who build the site."""
SAYS = {"flash", "ValidationError", "Step", "NavItem"}


def raw_words(text: str) -> list[str]:
    """Words between tags, and in attributes that are read aloud, which go round gettext."""
    plain = JINJA.sub(" ", text)
    between = TAG.sub("\n", plain)
    found = [line.strip() for line in between.splitlines() if re.search(r"[A-Za-zÅÄÖåäö]{2}", line)]
    return [word for word in [*found, *SPOKEN.findall(plain)] if word not in NO_WORDS | TECHNICAL]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_s_words_go_through_gettext(path: Path) -> None:
    if not any(part in path.as_posix() for part in IGNORED):
        assert raw_words(path.read_text("utf-8").replace("&nbsp;", " ")) == []


def test_the_scan_finds_raw_words() -> None:
    assert raw_words('<p title="Read me">{{ _("fine") }} Raw &middot; words</p>') == ["Raw &middot; words", "Read me"]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_code_says_to_people_goes_through_gettext(path: Path) -> None:
    """A plain text as the first argument of what shows it to people."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in SAYS:
            first = node.args[0]
            assert not (isinstance(first, ast.Constant) and isinstance(first.value, str)), f"line {node.lineno}"
            assert not isinstance(first, ast.JoinedStr), f"line {node.lineno}"


@pytest.mark.parametrize("source", messages.SOURCES, ids=lambda source: source.name)
def test_every_message_has_its_swedish_words(source: Path) -> None:
    known = messages.read(source)
    missing = [
        str(message.id)
        for message in messages.gathered(source)
        if message.id and not _is_translated(known.get(message.id))
    ]
    assert missing == []


@pytest.mark.parametrize("source", messages.SOURCES, ids=lambda source: source.name)
def test_translations_keep_every_placeholder_and_none_is_left_over(source: Path) -> None:
    used = {message.id for message in messages.gathered(source)}
    for message in messages.read(source):
        if message.id:
            assert message.id in used, f"nobody says {message.id!r} any more"
            if messages.is_whole(message.string):
                assert _placeholders(message.string) == _placeholders(message.id), message.id


def _is_translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and messages.is_whole(message.string)


def _placeholders(words: str | tuple[str, ...] | list[str]) -> set[str]:
    text = words if isinstance(words, str) else " ".join(words)
    return set(re.findall(r"%\(\w+\)[a-z]", text))
