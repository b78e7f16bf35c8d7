"""Into a host: the platform as a part of a Flask site that already has sign-in, database and looks of its own."""

from .identity import Identity
from .mount import Benchplatform

__all__ = ["Benchplatform", "Identity"]
