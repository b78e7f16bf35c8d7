"""Names of files as people give them, made safe to keep, to send and to save on any system."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 200
"""Characters of a name, its extension included."""

_LONGEST_BYTES = 240
"""Linux takes 255 bytes, and a browser may add " (1)"."""

_FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_DEVICES_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_LONGEST_EXTENSION = 10


def clean_name(given: str, otherwise: str = "file") -> str:
    """The last part of the path, without control, invisible and direction-changing characters; never empty.

    >>> clean_name("C:\\\\slides\\\\..\\\\Träff 3\\u202e.pdf")
    'Träff 3.pdf'
    """
    text = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    text = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in text if unicodedata.category(c)[0] != "C")
    text = " ".join(_FORBIDDEN_ON_WINDOWS.sub("-", text).split()).strip(". ")
    if _DEVICES_ON_WINDOWS.match(text):
        text = f"_{text}"
    return _shorten(text) or otherwise


def extension_of(name: str) -> str:
    """In lower case and with its dot; empty when there is none."""
    return PurePosixPath(name).suffix.lower()


def _shorten(name: str) -> str:
    extension = PurePosixPath(name).suffix
    if len(extension) > _LONGEST_EXTENSION:
        extension = ""
    stem = name.removesuffix(extension)[: LONGEST - len(extension)]
    while len((stem + extension).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + extension
