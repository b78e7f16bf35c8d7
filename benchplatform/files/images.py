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
        kind, lossless = image.format, _is_lossless(file)
        profile = image.info.get("icc_profile")
        picture = ImageOps.exif_transpose(image)
        picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
        options = {"PNG": {"compress_level": 4}, "JPEG": {"quality": 92}, "WEBP": {"quality": 92, "lossless": lossless}}
        picture.save(saved, kind, icc_profile=profile, **options[kind or ""])
        saved.seek(0)
        anew = IncomingFile()
        shutil.copyfileobj(saved, anew)
    return anew


def _is_lossless(file: IO[bytes]) -> bool:
    """Does a WebP image keep every pixel as it was?"""
    file.seek(0)
    return b"VP8L" in file.read(64)
