"""Looks into a file, to see that it is what its name says and that a reader can open it.

Nothing is unpacked or run, and what a file says about its own sizes is checked before it is believed: a small
archive can claim to hold more than any disk.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from typing import IO

from flask_babel import gettext
from PIL import Image

LARGEST_DIRECTORY = 2_000_000
"""Bytes of the list of parts in a ZIP file; a presentation of 500 slides needs 200,000."""

MOST_PARTS = 20_000
LARGEST_UNPACKED = 2_000_000_000
HIGHEST_RATIO = 100
_HARMLESS_UNPACKED = 200_000_000
_LARGEST_PART = 5_000_000
MOST_PIXELS = 50_000_000
"""A photograph of 50 megapixels; decoded it takes 150 MB of memory."""

_MACROS = (b"macroEnabled", b"ms-office.vbaProject")
_PRESENTATIONS = (b"presentationml.presentation.main+xml", b"presentationml.slideshow.main+xml")


class Refused(ValueError):
    """A file that is not taken; the text says why, in a sentence for the person who sent it."""


Check = Callable[[IO[bytes]], None]


def check_pdf(file: IO[bytes]) -> None:
    """It ends as a PDF does; readers allow some bytes after that."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 2048))
    ending = file.read()
    if b"%%EOF" not in ending or b"startxref" not in ending:
        raise Refused(gettext("The PDF stops in the middle: it is damaged, or was not saved to its end."))


def check_pptx(file: IO[bytes]) -> None:
    with _opened(file, "PPTX") as archive:
        types = _part(archive, "[Content_Types].xml", "PPTX")
        if any(word in types for word in _MACROS):
            raise Refused(gettext("The presentation contains macros. Save it as PPTX without macros, or as PDF."))
        if not any(word in types for word in _PRESENTATIONS):
            raise Refused(gettext("The file is from an Office program, but it is not a presentation. Save it as PDF."))
        _part(archive, "ppt/presentation.xml", "PPTX")


def check_odp(file: IO[bytes]) -> None:
    with _opened(file, "ODP") as archive:
        if b"opendocument.presentation" not in _part(archive, "mimetype", "ODP"):
            raise Refused(gettext("The file is from an Office program, but it is not a presentation. Save it as PDF."))
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml", "ODP"):
            raise _locked()
        _part(archive, "content.xml", "ODP")


def check_ppt(file: IO[bytes]) -> None:
    """An OLE container, as Office wrote it until 2007, that holds slides and is not encrypted."""
    found = _streams_in(file)
    if "EncryptedPackage" in found or "EncryptedSummary" in found:
        raise _locked()
    if "PowerPoint Document" not in found:
        raise Refused(gettext("The file is from an Office program, but it is not a presentation. Save it as PDF."))
    if "_VBA_PROJECT" in found:
        raise Refused(gettext("The presentation contains macros. Save it as PPTX without macros, or as PDF."))


def check_image(file: IO[bytes]) -> None:
    """It can be decoded to its last line, and is not too large for that."""
    try:
        with Image.open(file, formats=("PNG", "JPEG", "WEBP")) as image:
            _check_measures(image)
            image.load()
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(gettext("The image has too many pixels. Save it with fewer, and try again.")) from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error):
        raise Refused(gettext("The image is damaged: it cannot be shown. Save it again, and try again.")) from None


def _check_measures(image: Image.Image) -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise Refused(
            gettext(
                "The image has %(count).0f million pixels, the limit is %(limit)d million. Save it smaller.",
                count=pixels / 1e6,
                limit=MOST_PIXELS // 1_000_000,
            )
        )
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:  # MPO: a JPEG of a phone, with previews after it
        raise Refused(gettext("Moving images cannot be uploaded. Save one picture of it, as PNG or JPEG."))


def _opened(file: IO[bytes], kind: str) -> zipfile.ZipFile:
    if _directory_size(file) > LARGEST_DIRECTORY:
        raise _swollen()
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        raise _broken(kind) from None
    parts = archive.infolist()
    unpacked, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    swells = unpacked > _HARMLESS_UNPACKED and unpacked > HIGHEST_RATIO * packed
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or swells:
        raise _swollen()
    if any(part.flag_bits & 1 for part in parts):
        raise _locked()
    return archive


def _directory_size(file: IO[bytes]) -> int:
    """Bytes of the list of parts, by the records at the end; read before the library holds that list in memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_536 - 100))
    ending = file.read()
    at = ending.rfind(b"PK\x05\x06")
    if at < 0:
        return 0
    if len(ending) < at + 22:
        return LARGEST_DIRECTORY + 1
    directory: int = struct.unpack_from("<L", ending, at + 12)[0]
    if at >= 76 and ending[at - 76 : at - 72] == b"PK\x06\x06":
        directory = max(directory, struct.unpack_from("<Q", ending, at - 36)[0])
    return directory


def _part(archive: zipfile.ZipFile, name: str, kind: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(_LARGEST_PART)
    except Exception:  # missing, or damaged: zlib, bz2 and lzma each raise errors of their own
        raise _broken(kind) from None


def _streams_in(file: IO[bytes]) -> set[str]:
    """Which of the names that matter stand in an OLE container's directory."""
    names = ("PowerPoint Document", "EncryptedPackage", "EncryptedSummary", "_VBA_PROJECT")
    found, before = set(), b""
    file.seek(0)
    while piece := file.read(1024 * 1024):
        window = before + piece
        found |= {name for name in names if name.encode("utf-16-le") in window}
        before = piece[-64:]
    return found


def _broken(kind: str) -> Refused:
    return Refused(
        gettext("The file cannot be opened as %(kind)s: it is damaged. Save it again, and try again.", kind=kind)
    )


def _locked() -> Refused:
    return Refused(gettext("The file is protected by a password. Save it without one, and try again."))


def _swollen() -> Refused:
    return Refused(gettext("The file unpacks to far more than a presentation holds, so it was not opened."))
