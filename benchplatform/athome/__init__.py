"""The work at home: whom an organisation has told there, and where it stood before the start-up meeting."""

from flask_babel import lazy_gettext

from ..plugin import Plugin, Slot
from . import asking, demo, hooks, rules
from .names import how_name
from .views import bp

bp.add_app_template_filter(how_name)

plugin = Plugin(
    name="athome",
    blueprint=bp,
    slots=(
        Slot("cluster.main", hooks.starting_points_on_cluster, order=30),
        Slot("cluster.main", hooks.anchoring_on_cluster, order=35),
        Slot("meetings.main", hooks.anchoring_link),
        Slot("journey.at_home", hooks.anchoring_in_journey),
        Slot("organisation.main", hooks.on_organisation, order=30),
    ),
    steps=asking.steps,
    preparations={"anchoring": asking.told_after, "starting_point": asking.described_for},
    preparation_names={
        "anchoring": lazy_gettext("Logging whom you have told at home"),
        "starting_point": lazy_gettext("Publishing the starting point"),
    },
    rules=rules,
    demo=demo.load,
)
