"""Mail: written to the outbox in the transaction of what it tells about, sent by a job after the commit."""

from ..plugin import Plugin
from .outbox import deliver, post

plugin = Plugin(name="mail", jobs={"mail.deliver": deliver})

__all__ = ["plugin", "post"]
