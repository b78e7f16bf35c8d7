"""Ideas: what an organisation might do next, often begun as a post, until it is taken up or dropped."""

from ..plugin import Plugin, Slot
from . import demo, hooks, rules
from .views import bp

plugin = Plugin(
    name="ideas",
    blueprint=bp,
    slots=(
        Slot("cluster.main", hooks.on_cluster, order=40),
        Slot("meeting.main", hooks.on_meeting, order=60),
    ),
    subjects=(hooks.subject,),
    becomings=(hooks.becoming,),
    rules=rules,
    demo=demo.load,
)
