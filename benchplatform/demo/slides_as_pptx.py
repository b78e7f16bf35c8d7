"""A deck as PPTX, in 16:9, byte for byte the same every time."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Pt

from .slides import INK, MADE_AT, PLUM, WHITE, Deck, Slide, Table

_WIDE = Emu(12_192_000)
_MARGIN, _TABLE_TOP, _ROW = Emu(838_200), Emu(1_650_000), Emu(430_000)


def as_pptx(deck: Deck) -> bytes:
    """The deck for PowerPoint, in 16:9, with real titles and a language."""
    show = Presentation(BytesIO(_wide_template()))
    _describe(show.core_properties, deck)
    cover = show.slides.add_slide(show.slide_layouts[0])
    cover.background.fill.solid()
    cover.background.fill.fore_color.rgb = RGBColor(*PLUM)
    _write(cover.shapes.title, (deck.title,), 40, WHITE, bold=True)
    _write(cover.placeholders[1], (deck.organisation, *deck.about), 20, WHITE)
    for slide in deck.slides:
        _add_slide(show, slide)
    content = BytesIO()
    show.save(content)
    return _without_clock(content)


@cache
def _wide_template() -> bytes:
    """The library's template is 4:3; its layouts are stretched along with the slides, once for all decks."""
    show = Presentation()
    wider = _WIDE / show.slide_width
    for layout in (show.slide_master, *show.slide_layouts):
        for shape in layout.placeholders:
            shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
    show.slide_width = _WIDE
    content = BytesIO()
    show.save(content)
    return content.getvalue()


def _describe(properties: Any, deck: Deck) -> None:
    properties.title, properties.author, properties.language = deck.title, deck.organisation, "sv-SE"
    properties.subject, properties.last_modified_by = " · ".join(deck.about), deck.organisation
    properties.created = properties.modified = MADE_AT.replace(tzinfo=None)
    properties.revision = 1


def _add_slide(show: Any, slide: Slide) -> None:
    page = show.slides.add_slide(show.slide_layouts[1])
    _write(page.shapes.title, (slide.title,), 34, PLUM, bold=True)
    points = page.placeholders[1]
    if slide.table:
        bottom = _add_table(page, slide.table)
        points.left, points.top, points.width, points.height = _MARGIN, bottom, _WIDE - 2 * _MARGIN, Emu(900_000)
    _write(points, slide.points, 20 if slide.table else 26, INK)
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
            cell.fill.fore_color.rgb = RGBColor(*PLUM) if row == 0 else RGBColor(*WHITE)
            _write(cell, (text,), 18, WHITE if row == 0 else INK, bold=row == 0)
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
