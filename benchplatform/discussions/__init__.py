"""Discussions: threads on anything that a feature declares as a subject."""

from flask_babel import lazy_gettext

from ..plugin import NavItem, Plugin
from . import rules
from .hooks import steps, threads_on
from .views import bp

bp.add_app_template_global(threads_on)

plugin = Plugin(
    name="discussions",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Discussions"), "discussions.thread_list", order=40),),
    steps=steps,
    rules=rules,
)
