"""A deck as PDF, in 16:9, byte for byte the same every time."""

from __future__ import annotations

from typing import Any

from fpdf import FPDF
from fpdf.fonts import FontFace

from .slides import INK, MADE_AT, PLUM, WHITE, Deck, Slide, Table


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
    pdf.set_fill_color(*PLUM)
    pdf.rect(0, 0, pdf.w, pdf.h, style="F")
    pdf.set_y(42)
    _line(pdf, deck.title, 30, WHITE, bold=True)
    pdf.ln(6)
    for text in (deck.organisation, *deck.about):
        _line(pdf, text, 15, WHITE)


def _draw_slide(pdf: Any, slide: Slide) -> None:
    _new_page(pdf, slide.title)
    pdf.set_y(16)
    _line(pdf, slide.title, 26, PLUM, bold=True)
    pdf.ln(5)
    if slide.table:
        _draw_table(pdf, slide.table)
    pdf.set_fill_color(*PLUM)
    for point in slide.points:
        size = 17 if slide.table else 21
        pdf.circle(20, pdf.get_y() + size * 0.24, 1, style="F")
        pdf.set_x(26)
        _line(pdf, point, size, INK)
        pdf.ln(3)


def _draw_table(pdf: Any, rows: Table) -> None:
    _font(pdf, 14, INK)
    widths = (3, *(1 for _ in rows[0][1:]))
    heading = FontFace(emphasis="BOLD", color=WHITE, fill_color=PLUM)
    plain = FontFace(color=INK, fill_color=WHITE)
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
