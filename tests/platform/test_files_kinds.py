"""What may be uploaded: each kind by its content, and a clear sentence for everything else."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from flask import Flask

from benchplatform.files.checks import Refused
from benchplatform.files.kinds import ACCEPTED, labels, recognise

from .. import documents

WINDOWS_PROGRAM = b"MZ\x90\x00" + b"\0" * 300


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        recognise(BytesIO(content), name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [
        (documents.pdf(), "a.pdf", "PDF"),
        (b"\xef\xbb\xbf\n" + documents.pdf() + b"\n" * 900, "a.pdf", "PDF"),
        (documents.pptx(), "a.pptx", "PPTX"),
        (documents.office(kind="presentationml.slideshow.main"), "a.ppsx", "PPTX"),
        (documents.odp(), "a.odp", "ODP"),
        (documents.ole("Current User", "PowerPoint Document"), "a.ppt", "PPT"),
        (documents.image("PNG"), "a.png", "PNG"),
        (documents.image("JPEG"), "a.jpg", "JPEG"),
        (documents.image("WEBP"), "a.webp", "WebP"),
        (documents.pdf(), "a.exe", "PDF"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_kind_is_known_by_its_content(app: Flask, content: bytes, name: str, label: str) -> None:
    assert recognise(BytesIO(content), name).label == label


def test_each_trouble_has_its_own_sentence(app: Flask) -> None:
    pdf, pptx = documents.pdf(), documents.pptx()
    damaged = "The file cannot be opened as PPTX: it is damaged. Save it again, and try again."
    locked = "The file is protected by a password. Save it without one, and try again."
    other = "The file is from an Office program, but it is not a presentation. Save it as PDF."
    macros = "The presentation contains macros. Save it as PPTX without macros, or as PDF."
    web = "Web pages and SVG drawings cannot be uploaded. Save it as PDF or PNG, and try again."
    assert refusal(b"", "a.pdf") == "The file is empty. Choose another, or save it again."
    assert refusal(WINDOWS_PROGRAM, "report.pdf") == (
        "The name says PDF, but the content is that of a .exe file. Save it as PDF, and try again."
    )
    assert refusal(b"just words", "slides.pptx") == "The name says PPTX, but the content is something else."
    assert refusal(b"just words", "notes.txt") == (
        "This kind of file cannot be uploaded. These can: PDF, PPTX, PPT, ODP, PNG, JPEG, WebP."
    )
    assert refusal(pdf[: len(pdf) // 2], "a.pdf") == (
        "The PDF stops in the middle: it is damaged, or was not saved to its end."
    )
    assert refusal(pptx[: len(pptx) // 2], "a.pptx") == damaged
    assert refusal(documents.archive({"word/document.xml": "<w/>"}), "a.pptx") == damaged
    assert refusal(documents.office(kind="wordprocessingml.document.main"), "a.pptx") == other
    assert refusal(documents.odp("application/vnd.oasis.opendocument.text"), "a.odp") == other
    assert refusal(documents.ole("WordDocument"), "a.ppt") == other
    macro_type = '<Types ContentType="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"/>'
    assert refusal(documents.office({"[Content_Types].xml": macro_type}), "a.pptx") == macros
    assert refusal(documents.ole("PowerPoint Document", "_VBA_PROJECT"), "a.ppt") == macros
    assert refusal(documents.ole("EncryptedPackage"), "a.pptx") == locked
    assert refusal(documents.odp(manifest="<encryption-data/>"), "a.odp") == locked
    assert refusal(_encrypted(pptx), "a.pptx") == locked
    assert refusal(b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf") == web
    assert refusal(b"\n <svg xmlns='http://www.w3.org/2000/svg'/>", "a.png") == web
    assert refusal(documents.image()[:60], "a.png") == (
        "The image is damaged: it cannot be shown. Save it again, and try again."
    )
    assert refusal(b"GIF89a" + b"\0" * 50, "a.gif").startswith("This kind of file cannot be uploaded.")


def test_a_part_that_is_damaged_inside_is_found(app: Flask) -> None:
    content = bytearray(documents.office())
    at = content.find(b"ppt/presentation.xml") + len("ppt/presentation.xml")
    content[at] ^= 0xFF
    assert refusal(bytes(content), "a.pptx").startswith("The file cannot be opened as PPTX: it is damaged.")


def test_an_image_with_too_many_pixels_is_refused_in_numbers(app: Flask) -> None:
    content = documents.image(size=(8000, 8000))
    assert refusal(content, "a.png") == "The image has 64 million pixels, the limit is 50 million. Save it smaller."


def test_an_image_that_only_claims_its_size_is_not_decoded(app: Flask) -> None:
    content = bytearray(documents.image())
    content[16:24] = struct.pack(">LL", 60_000, 60_000)
    content[29:33] = struct.pack(">L", zipfile.crc32(bytes(content[12:29])))
    assert refusal(bytes(content), "a.png") == "The image has too many pixels. Save it with fewer, and try again."


def test_moving_images_are_refused(app: Flask) -> None:
    from PIL import Image

    content, frames = BytesIO(), [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:])
    assert refusal(content.getvalue(), "a.webp").startswith("Moving images cannot be uploaded.")


def test_an_archive_that_swells_is_not_opened(app: Flask) -> None:
    swollen = "The file unpacks to far more than a presentation holds, so it was not opened."
    assert refusal(documents.office({"ppt/zeros": b"\0" * 300_000_000}), "a.pptx") == swollen
    assert refusal(documents.office({f"ppt/{n}": b"" for n in range(20_001)}), "a.pptx") == swollen


def test_an_archive_with_a_huge_list_of_parts_is_not_read_into_memory(app: Flask) -> None:
    content = bytearray(documents.office())
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 3_000_000)
    assert refusal(bytes(content), "a.pptx").startswith("The file unpacks to far more than a presentation holds")


def test_what_is_said_before_choosing(app: Flask) -> None:
    assert labels() == "PDF, PPTX, PPT, ODP, PNG, JPEG, WebP"
    assert ACCEPTED == ".pdf,.pptx,.ppsx,.ppt,.pps,.odp,.png,.jpg,.jpeg,.webp"


def _encrypted(content: bytes) -> bytes:
    """The same archive with the mark of a password on its first part."""
    marked = bytearray(content)
    marked[marked.find(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)
