"""Discussions: threads on anything that a feature declares as a subject."""

from flask_babel import lazy_gettext

from ..plugin import NavItem, Plugin
from . import rules
from .desk import when_kept
from .hooks import origin_of, steps, threads_on
from .offers import offers
from .views import bp

bp.add_app_template_global(threads_on)
bp.add_app_template_global(when_kept)
bp.add_app_template_global(origin_of)
bp.add_app_template_global(offers, "offers_of")

plugin = Plugin(
    name="discussions",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Discussions"), "discussions.thread_list", order=40),),
    steps=steps,
    rules=rules,
)
