"""Presentations with their versions, who has read which, and what is asked about them."""

from .presentations import Presentation, Version, Withdrawal
from .questions import PresentationQuestion
from .readings import PresentationReading, ReadingsOff

__all__ = [
    "Presentation",
    "PresentationQuestion",
    "PresentationReading",
    "ReadingsOff",
    "Version",
    "Withdrawal",
]
