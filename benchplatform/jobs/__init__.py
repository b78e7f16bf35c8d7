"""Work in the background: kept in the database, done by a thread of the web process or by `benchplatform worker`."""

from ..plugin import Plugin
from .queue import clean_up, enqueue

plugin = Plugin(name="jobs", jobs={"jobs.clean_up": clean_up})

__all__ = ["enqueue", "plugin"]
