"""Meetings: the programme's days, what each organisation prepares for them, and the way from one to the next."""

from flask_babel import lazy_gettext

from ..events import member_left
from ..plugin import NavItem, Plugin, Slot
from . import hooks, inviting, moving, proofs, reminding, rooming, rules
from .coming import forget_needs
from .coming_words import own_words
from .journey import in_a_sentence, short_title
from .templating import hooks as templating
from .views import bp

bp.add_app_template_global(hooks.address, "meeting_address")
bp.add_app_template_global(short_title, "short_title")
bp.add_app_template_global(in_a_sentence, "meeting_in_a_sentence")
bp.add_app_template_global(own_words, "own_words")
bp.add_app_template_global(proofs.address_of, "proof_address")
bp.add_app_template_global(proofs.name_of, "proof_name")
bp.add_app_template_global(templating.made_from, "made_from")

plugin = Plugin(
    name="meetings",
    blueprint=bp,
    nav=(NavItem(lazy_gettext("Meetings"), "meetings.meeting_list", order=20),),
    slots=(
        Slot("cluster.top", hooks.where_we_are),
        Slot("person.main", hooks.ask),
        Slot("administration.main", templating.about_programme, order=40),
        Slot("administration.main", hooks.about_reminders),
        Slot("programme.main", templating.templates_of),
        Slot("admin.main", templating.about_templates, order=20),
    ),
    steps=hooks.steps,
    preparations={inviting.KIND: inviting.sent_for},
    preparation_names={inviting.KIND: lazy_gettext("Sending the invitation")},
    subjects=(hooks.subject, hooks.slot_subject),
    rules=rules,
    listens={member_left: rooming.step_down},
    jobs={
        "meetings.remind.every_morning": reminding.remind,
        "meetings.tell_of_change": moving.tell,
        "needs.clean_up": forget_needs,
    },
)
