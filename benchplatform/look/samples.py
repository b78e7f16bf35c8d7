"""Invented content for the style guide, in both languages: it is shown nowhere else and needs no catalogue."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from .. import markup
from ..fields import AtMost
from ..languages import Bilingual


def say(en: str, sv: str) -> Bilingual:
    return Bilingual(en=en, sv=sv)


COLOURS = ("accent", "ink", "ink-soft", "ground", "surface", "sunken", "line", "edge", "done", "due", "late")

STATES = (
    ("done", say("published 3 days early", "publicerad 3 dagar i förväg")),
    ("due", say("in 3 days", "om 3 dagar")),
    ("late", say("4 days late", "4 dagar försenad")),
    ("open", say("not begun", "inte påbörjad")),
    ("draft", say("draft", "utkast")),
)
NOTICES = (
    ("done", "check", say("Your presentation is published.", "Er presentation är publicerad.")),
    ("due", "clock", say("Three days are left.", "Tre dagar återstår.")),
    ("late", "warn", say("Nothing was saved.", "Ingenting sparades.")),
)
JOURNEY = (
    ("past", say("Start-up", "Uppstart"), say("20 Jan", "20 jan")),
    ("past", say("Meeting 1", "Träff 1"), say("5 March", "5 mars")),
    ("past", say("At home", "Hemma"), ""),
    ("past", say("Meeting 2", "Träff 2"), say("4 June", "4 juni")),
    ("past", say("At home", "Hemma"), ""),
    ("here", say("Meeting 3", "Träff 3"), say("in 10 days", "om 10 dagar")),
    ("", say("At home", "Hemma"), ""),
    ("", say("Results conference", "Resultatkonferens"), say("11 Feb", "11 feb")),
)
STEPS = (
    (say("Publish your presentation for meeting 3", "Publicera er presentation till träff 3"), *STATES[1]),
    (say("Answer the question from Björkinge", "Svara på frågan från Björkinge"), *STATES[2]),
    (say("Read the agenda", "Läs dagordningen"), *STATES[0]),
)
ORGANISATIONS = ("Björkinge", "Lövinge", "Strandhamra", "Region Mellanslätt")
BOARD = (
    (say("Presentation, by 3 Dec", "Presentation, senast 3 dec"), (STATES[0], STATES[1], STATES[0], STATES[4])),
    (say("Questions to the others", "Frågor till de andra"), (STATES[3], STATES[2], STATES[0], STATES[3])),
)
AGENDA = (
    ("09.30–10.00", "plenary", say("Welcome", "Välkomna")),
    ("10.00–11.30", "presentation", say("Björkinge and Lövinge present", "Björkinge och Lövinge presenterar")),
    ("11.30–12.30", "break", say("Lunch", "Lunch")),
)
PEOPLE = (
    ("Miriam Haile", "Lövinge", say("Key person", "Nyckelperson")),
    ("Amina Osman", "Strandhamra", say("Manager", "Chef")),
)
POST = say(
    "We measured **before and after**.\n\n- 120 cases in spring\n- 118 in autumn\n\n> How often do you measure?",
    "Vi mätte **före och efter**.\n\n- 120 ärenden i våras\n- 118 i höstas\n\n> Hur ofta mäter ni?",
)


def post_html() -> str:
    return markup.render(str(POST))


class SampleForm(FlaskForm):
    """Every kind of field that the forms have."""

    class Meta:
        csrf = False

    title = StringField(say("Title", "Rubrik"), [InputRequired(), AtMost(160)])
    text = TextAreaField(say("Your post", "Ditt inlägg"), [InputRequired(), AtMost(200)])
    day = DateField(say("Day", "Dag"))
    role = SelectField(say("Role", "Roll"), choices=[SelectChoice(person[2], person[2]) for person in PEOPLE])
    audience = RadioField(
        say("Who sees this", "Vem ser detta"),
        choices=[
            SelectChoice("all", say("Everybody in the cluster", "Alla i klustret")),
            SelectChoice("own", "Lövinge"),
        ],
        default="all",
    )
    file = FileField(say("File", "Fil"))
    agreed = BooleanField(say("We have talked about it at home", "Vi har talat om det hemma"))


def filled_form() -> SampleForm:
    """The form as it comes back when its title was left empty."""
    form = SampleForm(data={"text": str(POST) * 2, "audience": "all"})
    form.title.errors = [say("Give the thread a title.", "Ge tråden en rubrik.")]
    return form
