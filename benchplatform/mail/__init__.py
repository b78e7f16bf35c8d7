"""Mail: written to the outbox in the transaction of what it tells about, sent by a job after the commit."""

from flask_babel import lazy_gettext

from ..plugin import Plugin, Slot
from .hooks import outbox_panel
from .outbox import deliver, post
from .views import bp

plugin = Plugin(
    name="mail",
    label=lazy_gettext("Mail"),
    blueprint=bp,
    slots=(Slot("admin.main", outbox_panel, order=90),),
    jobs={"mail.deliver": deliver},
)

__all__ = ["plugin", "post"]
