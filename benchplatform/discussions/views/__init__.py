"""The pages of discussions; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import lists, posts, threads, writing  # noqa: F401

__all__ = ["bp"]
