"""Critical friends: small groups give feedback on a presentation in a fixed order; those who present answer last."""

from ..events import removed
from ..plugin import Plugin, Slot
from . import demo, hooks, rules
from .views import bp

plugin = Plugin(
    name="friends",
    blueprint=bp,
    slots=(
        Slot("slot.main", hooks.on_slot, order=40),
        Slot("idea.main", hooks.on_idea, order=40),
    ),
    rules=rules,
    listens={removed: hooks.refuse_with_feedback},
    demo=demo.load,
)
