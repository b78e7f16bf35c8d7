"""The pages of meetings; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import agenda, closing, coming, hosting, live, planning, preparing, reading, reminders, rooms  # noqa: F401

__all__ = ["bp"]
