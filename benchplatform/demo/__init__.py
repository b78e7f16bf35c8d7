"""The demo: an invented cluster that prepares its third meeting, for those who want to try the platform.

Loaded into an empty database alone. Everybody in it signs in with the same password, which is printed at the start.
"""

from .content import PASSWORD, sign_ins
from .loading import load
from .scene import Demo

__all__ = ["PASSWORD", "Demo", "load", "sign_ins"]
