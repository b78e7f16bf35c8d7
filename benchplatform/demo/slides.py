"""Small real documents for the demo: a deck of slides as PPTX or as PDF, byte for byte the same every time."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fpdf import FPDF
from fpdf.fonts import FontFace
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

MADE_AT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
"""What the documents say of when they were made: a date of the day would change their digest."""

Table = tuple[tuple[str, ...], ...]
"""Rows of cells, the header first."""

_PLUM, _INK, _WHITE = (107, 44, 111), (43, 38, 44), (255, 255, 255)
_WIDE = Emu(12_192_000)
_MARGIN, _TABLE_TOP, _ROW = Emu(838_200), Emu(1_650_000), Emu(430_000)


@dataclass(frozen=True)
class Slide:
    """A title with points, a table, or a table and points below it."""

    title: str
    points: tuple[str, ...] = ()
    table: Table = ()


@dataclass(frozen=True)
class Deck:
    """A cover and slides, in Swedish; `about` stands on the cover below the organisation."""

    title: str
    organisation: str
    about: tuple[str, ...]
    slides: tuple[Slide, ...]


def as_pptx(deck: Deck) -> bytes:
    """The deck for PowerPoint, in 16:9, with real titles and a language."""
    show = Presentation()
    _widen(show)
    _describe(show.core_properties, deck)
    cover = show.slides.add_slide(show.slide_layouts[0])
    cover.background.fill.solid()
    cover.background.fill.fore_color.rgb = RGBColor(*_PLUM)
    _write(cover.shapes.title, (deck.title,), 40, _WHITE, bold=True)
    _write(cover.placeholders[1], (deck.organisation, *deck.about), 20, _WHITE)
    for slide in deck.slides:
        _add_slide(show, slide)
    content = BytesIO()
    show.save(content)
    return _without_clock(content)


def _widen(show: Any) -> None:
    """The library's template is 4:3; its layouts are stretched along with the slides."""
    wider = _WIDE / show.slide_width
    for layout in (show.slide_master, *show.slide_layouts):
        for shape in layout.placeholders:
            shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
    show.slide_width = _WIDE


def _describe(properties: Any, deck: Deck) -> None:
    properties.title, properties.author, properties.language = deck.title, deck.organisation, "sv-SE"
    properties.subject, properties.last_modified_by = " · ".join(deck.about), deck.organisation
    properties.created = properties.modified = MADE_AT.replace(tzinfo=None)
    properties.revision = 1


def _add_slide(show: Any, slide: Slide) -> None:
    page = show.slides.add_slide(show.slide_layouts[1])
    _write(page.shapes.title, (slide.title,), 34, _PLUM, bold=True)
    points = page.placeholders[1]
    if slide.table:
        bottom = _add_table(page, slide.table)
        points.left, points.top, points.width, points.height = _MARGIN, bottom, _WIDE - 2 * _MARGIN, Emu(900_000)
    _write(points, slide.points, 20 if slide.table else 26, _INK)
    if not slide.points:
        points.element.getparent().remove(points.element)


def _write(shape: Any, lines: tuple[str, ...], size: int, colour: tuple[int, int, int], bold: bool = False) -> None:
    frame = shape.text_frame
    for line in lines:
        paragraph = frame.paragraphs[0] if line is lines[0] else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(size), bold
        run.font.color.rgb, run.font.language_id = RGBColor(*colour), MSO_LANGUAGE_ID.SWEDISH


def _add_table(page: Any, rows: Table) -> Emu:
    """Where the table ends, with a little air."""
    width, height = Emu(_WIDE - 2 * _MARGIN), Emu(_ROW * len(rows))
    table = page.shapes.add_table(len(rows), len(rows[0]), _MARGIN, _TABLE_TOP, width, height).table
    rest = width // (len(rows[0]) + 2)
    for number, column in enumerate(table.columns):
        column.width = Emu(rest if number else width - rest * (len(rows[0]) - 1))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = table.cell(row, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor(*_PLUM) if row == 0 else RGBColor(*_WHITE)
            _write(cell, (text,), 18, _WHITE if row == 0 else _INK, bold=row == 0)
    return Emu(_TABLE_TOP + height + 250_000)


def _without_clock(content: BytesIO) -> bytes:
    """The same archive with one date for all that is in it."""
    rewritten = BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return rewritten.getvalue()


def as_pdf(deck: Deck) -> bytes:
    """The deck as PDF pages in 16:9, with bookmarks, a title and a language."""
    pdf = FPDF(orientation="L", unit="mm", format=(143, 254))
    pdf.core_fonts_encoding = "cp1252"  # what the core fonts have; Latin-1 lacks dashes and quotation marks
    pdf.set_auto_page_break(False)
    pdf.set_margin(18)
    pdf.set_title(deck.title)
    pdf.set_author(deck.organisation)
    pdf.set_subject(" · ".join(deck.about))
    pdf.set_lang("sv-SE")
    pdf.set_creation_date(MADE_AT)
    _draw_cover(pdf, deck)
    for slide in deck.slides:
        _draw_slide(pdf, slide)
    return bytes(pdf.output())


def _draw_cover(pdf: Any, deck: Deck) -> None:
    _new_page(pdf, deck.title)
    pdf.set_fill_color(*_PLUM)
    pdf.rect(0, 0, pdf.w, pdf.h, style="F")
    pdf.set_y(42)
    _line(pdf, deck.title, 30, _WHITE, bold=True)
    pdf.ln(6)
    for text in (deck.organisation, *deck.about):
        _line(pdf, text, 15, _WHITE)


def _draw_slide(pdf: Any, slide: Slide) -> None:
    _new_page(pdf, slide.title)
    pdf.set_y(16)
    _line(pdf, slide.title, 26, _PLUM, bold=True)
    pdf.ln(5)
    if slide.table:
        _draw_table(pdf, slide.table)
    pdf.set_fill_color(*_PLUM)
    for point in slide.points:
        size = 17 if slide.table else 21
        pdf.circle(20, pdf.get_y() + size * 0.24, 1, style="F")
        pdf.set_x(26)
        _line(pdf, point, size, _INK)
        pdf.ln(3)


def _draw_table(pdf: Any, rows: Table) -> None:
    _font(pdf, 14, _INK)
    widths = (3, *(1 for _ in rows[0][1:]))
    heading = FontFace(emphasis="BOLD", color=_WHITE, fill_color=_PLUM)
    plain = FontFace(color=_INK, fill_color=_WHITE)
    with pdf.table(line_height=9, padding=1, col_widths=widths, text_align="LEFT", headings_style=heading) as table:
        for cells in rows:
            table.row(cells, style=None if cells is rows[0] else plain)
    pdf.ln(5)


def _new_page(pdf: Any, bookmark: str) -> None:
    pdf.add_page()
    pdf.start_section(bookmark)


def _line(pdf: Any, text: str, size: int, colour: tuple[int, int, int], bold: bool = False) -> None:
    _font(pdf, size, colour, "B" if bold else "")
    pdf.multi_cell(0, size * 0.48, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _font(pdf: Any, size: int, colour: tuple[int, int, int], style: str = "") -> None:
    pdf.set_font("helvetica", style, size)
    pdf.set_text_color(*colour)
