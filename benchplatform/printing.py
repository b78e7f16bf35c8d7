"""Sheets as PDF, tagged so that a screen reader finds its way: by WeasyPrint, where it and its libraries are there.

What is printed is HTML of ours and one style sheet; nothing is fetched from anywhere.
"""

from __future__ import annotations

from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import ImageFile

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
_STYLE = Path(__file__).parent / "static" / "printed" / "sheet.css"
_SIZES = (11, 10, 9, 8, 7)
"""Points: a sheet is set as large as fits on one page."""


@cache
def is_there() -> bool:
    """Can PDFs be made here? The extra `pdf` installs WeasyPrint, and the system's package manager the libraries."""
    return find_spec("weasyprint") is not None and all(map(find_library, LIBRARIES))


def pdf(html: str) -> bytes:
    """A sheet on one A4 page if it fits there in readable type, else on several in the smallest."""
    document: Any = None
    for size in _SIZES:
        document = _set(html, size)
        if len(document.pages) == 1:
            break
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _set(html: str, size: int) -> Any:
    weasyprint, fetcher = _weasyprint()
    sheets = [weasyprint.CSS(filename=str(_STYLE)), weasyprint.CSS(string=f"html {{ font-size: {size}pt }}")]
    return weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=sheets)


@cache
def _weasyprint() -> tuple[Any, Any]:
    """The library, which is slow to import and absent where no PDF is made, and a fetcher that fetches nothing.

    It lets Pillow open images that are cut off, in the whole process: that is taken back, since uploads are checked.
    """
    import weasyprint  # noqa: PLC0415 as said above
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint, URLFetcher(allowed_protocols=[])
