"""Small real files of each kind, and damaged ones, for tests of what may be uploaded."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from typing import Any

from fpdf import FPDF
from PIL import Image
from pptx import Presentation
from werkzeug.datastructures import FileStorage

_ODP = "application/vnd.oasis.opendocument.presentation"
_TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}+xml"/></Types>'
SLIDES = "presentationml.presentation.main"


def upload(content: bytes, name: str) -> FileStorage:
    """A file as a form hands it over."""
    return FileStorage(BytesIO(content), filename=name)


@cache
def pdf(text: str = "One page") -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=16)
    document.cell(text=text)
    return bytes(document.output())


@cache
def pptx() -> bytes:
    show = Presentation()
    show.slides.add_slide(show.slide_layouts[0])
    content = BytesIO()
    show.save(content)
    return content.getvalue()


def office(parts: dict[str, str | bytes] | None = None, kind: str = SLIDES) -> bytes:
    """An Office file with the fewest parts; `kind` is what its list of contents calls it."""
    return archive({"[Content_Types].xml": _TYPES.format(kind), "ppt/presentation.xml": "<p/>"} | (parts or {}))


def odp(kind: str = _ODP, manifest: str = "<manifest/>") -> bytes:
    """OpenDocument writes its kind first and not compressed."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("mimetype", kind, zipfile.ZIP_STORED)
        file.writestr("content.xml", "<office/>", zipfile.ZIP_DEFLATED)
        file.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def ole(*streams: str) -> bytes:
    """A container as Office wrote it until 2007, with streams of these names in its directory."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory


def archive(parts: dict[str, str | bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def image(kind: str = "PNG", size: tuple[int, int] = (40, 20), **given: Any) -> bytes:
    """Its left half is red, its right half blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    content = BytesIO()
    picture.save(content, kind, **given)
    return content.getvalue()


def photograph() -> bytes:
    """A JPEG from a camera held sideways, which tells where it was taken, with what, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of Miriam"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 19.0, 0.0), 3: "E", 4: (18.0, 3.0, 0.0)})
    return image("JPEG", exif=exif, comment=b"taken at home")
