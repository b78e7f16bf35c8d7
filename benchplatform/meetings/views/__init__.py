"""The pages of meetings; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import (  # noqa: F401
    agenda,
    assessing,
    carrying,
    closing,
    coming,
    hosting,
    inviting,
    live,
    objectives,
    planning,
    preparing,
    reading,
    reminders,
    rooms,
)

__all__ = ["bp"]
