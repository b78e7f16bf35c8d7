"""Work in the background: kept in the database, done by a thread of the web process or by `benchplatform worker`."""

from ..plugin import Plugin
from .cleaning import clean_up
from .queue import enqueue

plugin = Plugin(name="jobs", jobs={"jobs.clean_up": clean_up})

__all__ = ["enqueue", "plugin"]
