"""The demo's files are real documents, with what the invented organisations want to show."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import Any

import pptx
import pytest
import sqlalchemy as sa
from flask import Flask

from bench_presentations.models import Presentation, Version
from bench_presentations.slides import deck_of
from benchplatform.database import db
from benchplatform.demo import content
from benchplatform.demo.slides import Deck, Slide
from benchplatform.demo.slides_as_pdf import as_pdf
from benchplatform.demo.slides_as_pptx import as_pptx
from benchplatform.files.models import StoredFile

DECK = Deck(
    "Så följer vi upp – i årshjulet",
    "Björkinge kommun",
    ("Träff 3", "Påhittat exempel"),
    (
        Slide("Åtgärder", ("Först", "Sedan")),
        Slide("Siffror", ("”Så här” står det",), (("År", "Kvinnor", "Män"), ("2025", "1,5", "–"))),
    ),
)


@pytest.fixture
def files(demo: Flask) -> dict[str, bytes]:
    """Name -> content of every file, read from the file store."""
    store = demo.extensions["bench_files"]
    return {file.name: b"".join(store.read(file.digest)) for file in db.session.scalars(sa.select(StoredFile))}


def test_rows_say_what_the_store_has(files: dict[str, bytes]) -> None:
    rows = db.session.scalars(sa.select(StoredFile)).all()

    assert len(files) == len(rows) == 21
    for row in rows:
        assert row.digest == hashlib.sha256(files[row.name]).hexdigest()
        assert row.size == len(files[row.name])


def test_every_file_opens_as_what_it_is_called(files: dict[str, bytes]) -> None:
    for name, bytes_ in files.items():
        if name.endswith(".pdf"):
            assert bytes_.startswith(b"%PDF-")
            assert bytes_.rstrip().endswith(b"%%EOF")
            assert 5 <= bytes_.count(b"/Type /Page\n") <= 7, name
        else:
            assert zipfile.ZipFile(BytesIO(bytes_)).testzip() is None
            assert 5 <= len(pptx.Presentation(BytesIO(bytes_)).slides) <= 7, name
    types = sa.select(StoredFile.media_type, sa.func.count()).group_by(StoredFile.media_type)
    assert {media_type.rpartition(".")[2]: count for media_type, count in db.session.execute(types)} == {
        "application/pdf": 8,
        "presentation": 13,
    }


def test_a_presentation_can_be_read(files: dict[str, bytes]) -> None:
    show = pptx.Presentation(BytesIO(files["lovinge-samma-fragor-till-alla-med-resultat.pptx"]))

    assert _titles(show) == [
        "Samma frågor till alla i biståndsbedömningen",
        "Det vi såg",
        "Så gjorde vi",
        "Brukarnas syn på hemtjänsten",
        "Beviljade timmar före och efter",
        "Det krävs",
    ]
    assert _table(show.slides[4]) == [
        ["Mått", "Kvinnor före", "Kvinnor efter", "Män före", "Män efter"],
        ["Beviljade timmar per månad", "24,1", "26,0", "29,8", "28,9"],
    ]
    assert show.core_properties.language == "sv-SE"
    assert show.core_properties.author == "Lövinge kommun"


def test_a_new_version_has_what_the_first_lacked(files: dict[str, bytes]) -> None:
    versions = sa.select(Version).join(Presentation).where(Presentation.title.startswith("Uppföljning i årshjulet"))
    first, second = db.session.scalars(versions.order_by(Version.number)).all()
    before, after = (_titles(pptx.Presentation(BytesIO(files[v.file.name]))) for v in (first, second))

    assert (first.number, second.number, first.added_at < second.added_at) == (1, 2, True)
    assert after == [*before, "Efter programmet"]


def test_a_figure_that_may_not_be_shown_is_not_shown() -> None:
    given = content.read()
    entry = next(e for e in given["presentations"] if (e["meeting"], e["org"]) == ("bm2", "strandhamra"))
    hidden = {**entry, "org": "lovinge", "slides": [{"title": "Behöriga", "points": [], "figure": "DEMO-01"}]}

    assert deck_of(hidden, given, "Lövinge kommun", "Träff 2", 1).slides[0].table == (
        ("Elever i åk 9 som är behöriga till yrkesprogram (procent)", "Flickor", "Pojkar", "Alla"),
        ("2023", "83,0", "74,2", "78,6"),
        ("2024", "84,4", "73,1", "78,7"),
        ("2025", "visas ej", "visas ej", "75,1"),
    )


def test_documents_are_the_same_every_time() -> None:
    assert as_pptx(DECK) == as_pptx(DECK)
    assert as_pdf(DECK) == as_pdf(DECK)


def test_pptx_has_titles_points_tables_and_a_language() -> None:
    show = pptx.Presentation(BytesIO(as_pptx(DECK)))

    assert _titles(show) == ["Så följer vi upp – i årshjulet", "Åtgärder", "Siffror"]
    assert [p.text for p in show.slides[1].placeholders[1].text_frame.paragraphs] == ["Först", "Sedan"]
    assert _table(show.slides[2]) == [["År", "Kvinnor", "Män"], ["2025", "1,5", "–"]]
    assert show.slide_width * 9 == show.slide_height * 16
    with zipfile.ZipFile(BytesIO(as_pptx(DECK))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 12, 0, 0)}
        assert b'lang="sv-SE"' in archive.read("ppt/slides/slide2.xml")


def test_pdf_has_a_title_a_language_and_bookmarks() -> None:
    found = as_pdf(DECK)

    assert b"/Lang (sv-SE)" in found
    assert b"/Outlines" in found
    assert b"/CreationDate (D:20260101120000Z)" in found
    for title in ("Så följer vi upp – i årshjulet", "Åtgärder"):
        assert f"/Title <feff{title.encode('utf-16-be').hex()}>".encode() in found
    assert b"/Title (Siffror)" in found


def _titles(show: Any) -> list[str]:
    return [slide.shapes.title.text for slide in show.slides]


def _table(slide: Any) -> list[list[str]]:
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]
