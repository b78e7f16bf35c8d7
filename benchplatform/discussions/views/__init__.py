"""The pages of discussions; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import about, arranging, audience, endings, lists, posts, threads  # noqa: F401

__all__ = ["bp"]
