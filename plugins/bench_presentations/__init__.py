"""Presentations: what each organisation shows at each meeting, from draft to published, with all its versions."""

from flask_babel import lazy_gettext

from benchplatform.plugin import NavItem, Plugin, Slot

from . import demo, hooks, publishing, rules
from .views import bp

plugin = Plugin(
    name="bench_presentations",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Presentations"), "presentations.presentation_list", order=30),),
    slots=(
        Slot("meeting.main", hooks.on_meeting, order=20, label=lazy_gettext("Presentations"), anchor="presentations"),
        Slot("home.main", hooks.on_first_page, order=20),
        Slot("organisation.main", hooks.on_organisation, order=20),
    ),
    steps=hooks.steps,
    preparations={"presentation": hooks.published_for},
    subjects=(hooks.subject,),
    rules=rules,
    demo=demo.load,
)

__all__ = ["plugin", "publishing"]
