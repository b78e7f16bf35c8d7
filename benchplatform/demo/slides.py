"""A deck of slides for the demo, as `slides_as_pptx` and `slides_as_pdf` write it: the same bytes every time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

MADE_AT = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
"""What the documents say of when they were made: a date of the day would change their digest."""

PLUM, INK, WHITE = (107, 44, 111), (43, 38, 44), (255, 255, 255)

Table = tuple[tuple[str, ...], ...]
"""Rows of cells, the header first."""


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
