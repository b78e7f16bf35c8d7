"""The pages about the work at home; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import anchoring, starting_points  # noqa: F401

__all__ = ["bp"]
