"""Presentations: what each organisation shows at each meeting, who has read it, and what they ask before they meet."""

from flask_babel import lazy_gettext

from benchplatform.events import file_opened, post_written
from benchplatform.plugin import NavItem, Plugin, Slot

from . import asking, demo, discretion, hooks, publishing, questions, readings, rules, ticks
from .views import bp

plugin = Plugin(
    name="bench_presentations",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Presentations"), "presentations.presentation_list", order=30),),
    slots=(
        Slot("meeting.main", hooks.on_meeting, order=20, label=lazy_gettext("Presentations"), anchor="presentations"),
        Slot("home.main", hooks.on_first_page, order=20),
        Slot("organisation.main", hooks.on_organisation, order=20),
        Slot("administration.main", discretion.on_administration, order=60),
    ),
    steps=hooks.steps,
    preparations={"presentation": ticks.published_for, "questions": ticks.asked_for},
    preparation_names={
        "presentation": lazy_gettext("Publishing the presentation"),
        "questions": lazy_gettext("Asking a question about each presentation"),
    },
    subjects=(hooks.subject,),
    rules=rules,
    listens={file_opened: readings.note_file, post_written: questions.mark_first},
    demo=demo.load,
)

__all__ = ["asking", "plugin", "publishing"]
