"""Discussions: threads on anything that a feature declares as a subject."""

from flask_babel import lazy_gettext

from ..events import meeting_closed, meeting_reopened, removed
from ..files.actions import limit_mb
from ..plugin import NavItem, Plugin
from . import arranging, locking, rules
from .commands import render
from .desk import when_kept
from .forms import files_told
from .hooks import origin_of, steps, threads_on
from .offers import offers
from .views import bp

bp.add_app_template_global(threads_on)
bp.add_app_template_global(when_kept)
bp.add_app_template_global(origin_of)
bp.add_app_template_global(offers, "offers_of")
bp.add_app_template_global(files_told)
bp.add_app_template_global(limit_mb, "upload_limit_mb")

plugin = Plugin(
    name="discussions",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Discussions"), "discussions.thread_list", order=40),),
    steps=steps,
    rules=rules,
    listens={
        removed: arranging.keep,
        meeting_closed: locking.lock_with,
        meeting_reopened: locking.unlock_with,
    },
    commands=(render,),
)
