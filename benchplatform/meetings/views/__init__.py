"""The pages of meetings; importing them hangs them on the blueprint."""

from ..blueprint import bp
from ..templating import views as templating  # noqa: F401
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
