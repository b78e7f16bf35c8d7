"""A page that is read tag by tag and written down as Markdown; Word's paragraphs that look like lists become lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .pasted_words import Words

_WORD_LIST = re.compile(r"mso-list:\s*l\d+\s+level([1-9])")
_WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)")
_ITALIC = re.compile(r"font-style:\s*italic")
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_LINKED = re.compile(r"(?:https?:|mailto:|/)[^\s<>()]*")
_NUMBER = re.compile(r"\w{1,4}[.)]")
_INDENT = "    "


class Block(NamedTuple):
    """A paragraph, heading, table or item of a list, whose `kind` is "item" and its list's sign."""

    text: str
    quotes: int
    kind: str = ""


@dataclass
class Page:
    """What has been read so far; `text()` is the whole as Markdown."""

    blocks: list[Block] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    lists: list[list[int]] = field(default_factory=list)
    """For each list within which we are: 0 for one with bullets, else the next number."""
    table: list[list[str]] | None = None
    start: str = ""
    """What the next block begins with: the signs of a heading, or an item's."""
    quotes: int = 0
    level: int = 0
    """In how many lists the block stands."""
    preformatted: list[str] | None = None
    marker: list[str] | None = None
    open: list[tuple[str, str]] = field(default_factory=list)
    """Tags that are open, each with what ends with it."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        style, ends = attributes.get("style", "").lower(), ""
        if tag in _HEADINGS:
            self.finish(self.level, f"{_HEADINGS[tag]} ")
        elif tag in ("p", "div"):
            self._paragraph(style)
        elif tag in ("ul", "ol"):
            self.finish()
            self.lists.append([1 if tag == "ol" else 0])
        elif tag == "li":
            self._item()
        elif tag == "blockquote":
            self.finish()
            self.quotes += 1
        elif tag == "pre":
            self.finish()
            self.preformatted = []
        elif tag == "br":
            self.words.say("\n" if self.table is None and not self.start.startswith("#") else " ")
        elif tag == "hr":
            self.finish()
            self.blocks.append(Block("---", self.quotes))
        elif tag in ("table", "tr", "td", "th"):
            ends = self._cell(tag)
        else:
            ends = self._inline(tag, style, attributes.get("href", ""))
        if tag not in ("br", "hr"):
            self.open.append((tag, ends))

    def end(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            return
        ends = self.open.pop()[1]
        if tag in (*_HEADINGS, "p", "div", "li"):
            self.finish(self.level)
        elif tag in ("ul", "ol"):
            self.finish()
            self.lists.pop()
        elif tag == "blockquote":
            self.finish()
            self.quotes -= 1
        elif tag == "pre" and self.preformatted is not None:
            text, self.preformatted = "".join(self.preformatted).strip("\n"), None
            self.blocks.append(Block(f"```\n{text}\n```", self.quotes))
        elif ends == "marker":
            self.start, self.marker = self._word_item("".join(self.marker or ())), None
        elif ends == "cell" and self.table:
            self.table[-1].append(self.words.take().replace("\n", " ").replace("|", "\\|"))
        elif ends == "table":
            self._finish_table()
        elif ends:
            self.words.close(ends)

    def say(self, text: str) -> None:
        if self.preformatted is not None:
            self.preformatted.append(text)
        elif self.marker is not None:
            self.marker.append(text)
        else:
            self.words.say_plain(text)

    def text(self) -> str:
        self.finish()
        written = [_quoted(block) for block in self.blocks]
        between = [_between(one, other) for one, other in pairwise(self.blocks)]
        return "".join(part for both in zip(["", *between], written, strict=False) for part in both)

    def finish(self, level: int | None = None, start: str = "") -> None:
        """Put the block that is being read among the others, and begin another."""
        if self.table is not None:
            self.words.say(" ")
            return
        if text := self.words.take():
            self._add(text.replace("\n", " ") if self.start.startswith("#") else text)
            self.start = ""
        self.start, self.level = (
            start or (self.start if self.level else ""),
            len(self.lists) if level is None else level,
        )

    def _add(self, text: str) -> None:
        is_item = bool(self.start) and not self.start.startswith("#")
        indent = _INDENT * (self.level - is_item)
        lines = text.split("\n")
        following = [f"{_INDENT * self.level}{line}" for line in lines[1:]]
        sign = self.start[-2:] if self.level == 1 else ""
        kind = f"item {sign}" if is_item else ""
        self.blocks.append(Block("\n".join([f"{indent}{self.start}{lines[0]}", *following]), self.quotes, kind))

    def _paragraph(self, style: str) -> None:
        """A paragraph; Word says of one that it is an item, and of which level."""
        found = _WORD_LIST.search(style)
        self.finish(int(found[1]) if found else len(self.lists), "- " if found else "")

    def _item(self) -> None:
        self.finish()
        numbers = self.lists[-1] if self.lists else [0]
        self.start, self.level = f"{numbers[0]}. " if numbers[0] else "- ", max(1, len(self.lists))
        numbers[0] += numbers[0] > 0

    def _word_item(self, marker: str) -> str:
        word = marker.strip()
        if not _NUMBER.fullmatch(word) or word[:-1] == "o":
            return "- "
        return f"{word[:-1] if word[:-1].isdecimal() else 1}. "

    def _cell(self, tag: str) -> str:
        """What ends with a tag of a table; a table within a table is only words."""
        if tag == "table":
            if self.table is not None:
                self.words.say(" ")
                return ""
            self.finish()
            self.table = []
            return "table"
        if self.table is None or sum(name == "table" for name, _ in self.open) > 1:
            return ""
        if tag == "tr":
            self.table.append([])
            return ""
        return "cell" if self.table else ""

    def _finish_table(self) -> None:
        rows, self.table = [row for row in self.table or () if any(row)], None
        self.words.take()
        if len(rows) == 1 and len(rows[0]) == 1:
            self.blocks.append(Block(rows[0][0], self.quotes))
        elif rows:
            width = max(map(len, rows))
            full = [row + [""] * (width - len(row)) for row in rows]
            lines = [full[0], ["---"] * width, *full[1:]]
            self.blocks.append(Block("\n".join(f"| {' | '.join(line)} |" for line in lines), self.quotes))

    def _inline(self, tag: str, style: str, href: str) -> str:
        if _WORD_MARKER.search(style):
            self.marker = []
            return "marker"
        if tag == "a":
            return self.words.open(f"]({href})") if _LINKED.fullmatch(href) else ""
        if tag == "code" and self.preformatted is None:
            return self.words.open("`")
        is_bold = (tag in ("b", "strong") and not _NOT_BOLD.search(style)) or bool(_BOLD.search(style))
        is_italic = tag in ("i", "em") or bool(_ITALIC.search(style))
        return self.words.open("**" if is_bold else "*") if is_bold or is_italic else ""


def _quoted(block: Block) -> str:
    signs = "> " * block.quotes
    return "\n".join(f"{signs}{line}" for line in block.text.split("\n")) if signs else block.text


def _between(one: Block, other: Block) -> str:
    """One line's end between the items of a list, else an empty line, which stays in the quotation of both."""
    is_tight = one.kind and other.kind and one.quotes == other.quotes
    is_same_list = one.kind == other.kind or "item " in (one.kind, other.kind)
    if is_tight and is_same_list:
        return "\n"
    return f"\n{('> ' * min(one.quotes, other.quotes)).rstrip()}\n"
