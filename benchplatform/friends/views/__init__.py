"""The pages of critical friends; importing them hangs them on the blueprint."""

from . import cards, rounds  # noqa: F401
from .frame import bp

__all__ = ["bp"]
