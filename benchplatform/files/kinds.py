"""The kinds of file that are taken: known by their content, never by their name alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

import puremagic
from flask_babel import gettext

from .checks import Check, Refused, check_image, check_odp, check_pdf, check_ppt, check_pptx
from .names import extension_of

_HEAD = 4096
_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WEB = {".html", ".htm", ".svg", ".xml", ".xhtml", ".dci"}
_FAMILIAR = {".exe", ".mp4", ".mov", ".mp3", ".gif", ".bmp", ".tif", ".heif", ".psd", ".rtf", ".rar", ".7z", ".gz"}
"""What people know; for rarer kinds the guesses are too often wrong."""


@dataclass(frozen=True)
class Kind:
    """One kind of file: what people call it, how its content begins, and what must hold for it."""

    label: str
    extensions: tuple[str, ...]
    media_type: str
    begins: Callable[[bytes], bool]
    check: Check
    is_image: bool = False

    def fitting(self, name: str) -> str:
        """The name with an extension that tells the truth, so that the right program opens it."""
        return name if extension_of(name) in self.extensions else f"{name[:190]}{self.extensions[0]}"


def _pdf(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-")


def _zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def _odp(head: bytes) -> bool:
    return _zip(head) and b"mimetypeapplication/vnd.oasis.opendocument" in head


def _pptx(head: bytes) -> bool:
    return _zip(head) and not _odp(head)


def _ole(head: bytes) -> bool:
    return head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _png(head: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n")


def _jpeg(head: bytes) -> bool:
    return head.startswith(b"\xff\xd8\xff")


def _webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


KINDS = (
    Kind("PDF", (".pdf",), "application/pdf", _pdf, check_pdf),
    Kind("PPTX", (".pptx", ".ppsx"), _OFFICE, _pptx, check_pptx),
    Kind("PPT", (".ppt", ".pps"), "application/vnd.ms-powerpoint", _ole, check_ppt),
    Kind("ODP", (".odp",), "application/vnd.oasis.opendocument.presentation", _odp, check_odp),
    Kind("PNG", (".png",), "image/png", _png, check_image, is_image=True),
    Kind("JPEG", (".jpg", ".jpeg"), "image/jpeg", _jpeg, check_image, is_image=True),
    Kind("WebP", (".webp",), "image/webp", _webp, check_image, is_image=True),
)
ACCEPTED = ",".join(extension for kind in KINDS for extension in kind.extensions)
"""For the `accept` attribute of a file field."""

SHOWN_INLINE = frozenset(kind.media_type for kind in KINDS if kind.is_image)


def labels() -> str:
    """ "PDF, PPTX, PPT, ODP, PNG, JPEG, WebP", to be said before somebody chooses a file."""
    return ", ".join(kind.label for kind in KINDS)


def recognise(file: IO[bytes], name: str) -> Kind:
    """The kind of a file by its content, checked; raises Refused with a sentence of its own for each trouble."""
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise Refused(gettext("The file is empty. Choose another, or save it again."))
    kind = next((kind for kind in KINDS if kind.begins(head)), None)
    if kind is None:
        raise _not_taken(head, name)
    file.seek(0)
    kind.check(file)
    file.seek(0)
    return kind


def _not_taken(head: bytes, name: str) -> Refused:
    claimed = next((kind.label for kind in KINDS if extension_of(name) in kind.extensions), None)
    found = _extension_by_content(head)
    if found in _WEB:
        return Refused(gettext("Web pages and SVG drawings cannot be uploaded. Save it as PDF or PNG, and try again."))
    if claimed and found:
        return Refused(
            gettext(
                "The name says %(claimed)s, but the content is that of a %(found)s file. "
                "Save it as PDF, and try again.",
                claimed=claimed,
                found=found,
            )
        )
    if claimed:
        return Refused(gettext("The name says %(claimed)s, but the content is something else.", claimed=claimed))
    return Refused(gettext("This kind of file cannot be uploaded. These can: %(kinds)s.", kinds=labels()))


def _extension_by_content(head: bytes) -> str:
    """Of files that are not taken, for the message; empty when nobody knows."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ".html"
    try:
        found = str(puremagic.from_string(head))
    except (puremagic.PureError, ValueError):
        return ""
    return found if found in _FAMILIAR | _WEB else ""
