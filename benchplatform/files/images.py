"""Images without what they should not tell: where they were taken, with what, and by whom."""

from __future__ import annotations

import shutil
import tempfile
from typing import IO

from PIL import Image, ImageOps

from .incoming import IncomingFile


def without_metadata(file: IO[bytes]) -> IncomingFile:
    """The picture saved anew, turned the right way up; of all that stood beside it only the colour profile stays."""
    with Image.open(file) as image, tempfile.TemporaryFile() as saved:
        kind = "JPEG" if image.format == "MPO" else image.format or ""
        profile = image.info.get("icc_profile")
        picture = _turned(image)
        picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
        options = {
            "PNG": {"compress_level": 4},
            "JPEG": {"quality": 92},
            "WEBP": {"quality": 92, "lossless": _is_lossless(file)},
        }
        picture.save(saved, kind, icc_profile=profile, **options[kind])
        saved.seek(0)
        anew = IncomingFile()
        shutil.copyfileobj(saved, anew)
    return anew


def _turned(image: Image.Image) -> Image.Image:
    """The right way up, unless what the camera says of it is damaged; the picture can be whole all the same."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # Pillow raises what the broken place happens to lead to
        return image


def _is_lossless(file: IO[bytes]) -> bool:
    """Does a WebP image keep every pixel as it was?"""
    file.seek(0)
    return b"VP8L" in file.read(64)
