"""The pages of discussions; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import becoming, lists, posts, questions, threads  # noqa: F401

__all__ = ["bp"]
