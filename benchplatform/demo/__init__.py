"""The demo: an invented cluster that prepares its third meeting, for those who want to try the platform.

Loaded into an empty database alone. Everybody in it signs in with the same password, which is printed at the start.
"""

from ..plugin import Plugin, Slot
from .content import PASSWORD, sign_ins
from .hooks import who_is_there
from .loading import load
from .scene import Demo

plugin = Plugin(name="demo", slots=(Slot("sign_in.main", who_is_there),))

__all__ = ["PASSWORD", "Demo", "load", "plugin", "sign_ins"]
