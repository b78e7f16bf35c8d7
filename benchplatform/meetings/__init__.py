"""meetings"""

from ..plugin import Plugin
from . import models  # noqa: F401

plugin = Plugin(name="meetings")
