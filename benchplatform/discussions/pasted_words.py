"""The words of one block with their emphasis, links and code, as Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_MEANT_AS_TEXT = re.compile(r"[\\`*\[\]]|(?<!\w)_|_(?!\w)")
_AT_THE_START = re.compile(r"^(#+ |>|[-+] )")
_NUMBERED = re.compile(r"^(\d+)\. ")
_TOUCHING = re.compile(r"(?<=[^\s*])\*\*(\s?)\*\*(?=[^\s*])")


@dataclass
class Words:
    """Pieces of text, and the signs that are open with the place where each began."""

    pieces: list[str] = field(default_factory=list)
    signs: list[tuple[str, int]] = field(default_factory=list)

    def say_plain(self, text: str) -> None:
        """Text as it was read: what would be a sign of Markdown is meant as it stands, except in code."""
        spaced = _SPACES.sub(" ", text)
        is_code = any(sign == "`" for sign, _ in self.signs)
        self.say(spaced.replace("`", "'") if is_code else _MEANT_AS_TEXT.sub(r"\\\g<0>", spaced))

    def say(self, markdown: str) -> None:
        self.pieces.append(markdown)

    def open(self, sign: str) -> str:
        """Begin emphasis, code or a link; the sign that ends it, or nothing when it holds already."""
        if any(sign == other or (sign[0] == other[0] == "]") for other, _ in self.signs):
            return ""
        self.signs.append((sign, len(self.pieces)))
        return sign

    def close(self, sign: str) -> None:
        while self.signs:
            found, begun = self.signs.pop()
            self._wrap(found, begun)
            if found == sign:
                return

    def take(self) -> str:
        """The words so far, as one block; what is open goes on in the next."""
        for sign, begun in reversed(self.signs):
            self._wrap(sign, begun)
        text = _TOUCHING.sub(r"\1", "".join(self.pieces))
        self.pieces, self.signs = [], [(sign, 0) for sign, _ in self.signs]
        lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
        block = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
        return _NUMBERED.sub(r"\1\\. ", _AT_THE_START.sub(r"\\\1", block))

    def _wrap(self, sign: str, begun: int) -> None:
        """Put the signs close around the words: spaces at the ends stand outside."""
        inner = "".join(self.pieces[begun:])
        words = inner.strip()
        if words:
            before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            opening = "[" if sign[0] == "]" else sign
            self.pieces[begun:] = [before, opening, words, sign, after]
