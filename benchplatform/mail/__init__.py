"""Mail: written to the outbox in the transaction of what it tells about, sent by a job after the commit."""

from ..plugin import Plugin, Slot
from .hooks import outbox_panel
from .outbox import deliver, post
from .views import bp

plugin = Plugin(
    name="mail",
    blueprint=bp,
    slots=(Slot("admin.main", outbox_panel, order=90),),
    jobs={"mail.deliver": deliver},
)

__all__ = ["plugin", "post"]
