"""The pictures in README.md, taken of a demo site: `python -m docs.screenshots`, or `make screenshots`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser

from tests import browser
from tests.journeys.sites import make_demo, serving
from tests.journeys.visitor import NARROW, WIDE, Visitor

IMAGES = Path(__file__).parent / "images"
MIRIAM = "miriam.haile@lovinge.example"
COLOURS, LARGEST = 256, 200_000
PICTURES = (
    ("first-page", "/", WIDE, "light"),
    ("meeting", "/clusters/demo/meetings/3/", WIDE, "light"),
    ("presentations", "/clusters/demo/presentations/", NARROW, "dark"),
)
"""Name -> page, size, and light or dark."""


def main() -> None:
    """The demo's days are counted from today, so the dates in the pictures are those of the day they are taken."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, browser.opened() as chromium:
        demo = make_demo(Path(folder) / "demo")
        with serving(demo, Path(folder) / "site") as site:
            for name, path, size, theme in PICTURES:
                picture = small(taken(chromium, site, path, size, theme))
                assert len(picture) < LARGEST, f"{name} has {len(picture)} bytes"
                (IMAGES / f"{name}.png").write_bytes(picture)
                print(f"docs/images/{name}.png: {len(picture) // 1000} kB")


def taken(chromium: Browser, site: str, path: str, size: Any, theme: str) -> bytes:
    """What a key person sees of the page before she scrolls."""
    with Visitor.arriving(chromium, site, size, "en", color_scheme=theme, reduced_motion="reduce") as miriam:
        return miriam.enter(MIRIAM).go(path).page.screenshot(animations="disabled")


def small(picture: bytes) -> bytes:
    """The same with 256 colours, which nobody sees on a page of text."""
    content = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


if __name__ == "__main__":
    main()
