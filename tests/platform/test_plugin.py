"""The contract: what a plugin brings is there while it is on, and nothing of it when it is off."""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import Any

import click
import pytest
from blinker import NamedSignal, Namespace
from flask import Blueprint, Flask, url_for

from benchplatform import events
from benchplatform.config import ConfigError
from benchplatform.database import db, reading
from benchplatform.organisations.models import Organisation
from benchplatform.permissions import requires, rule
from benchplatform.plugin import Becoming, NavItem, Plugin, Slot, Step, Subject, Tick, chosen
from benchplatform.programmes.models import Cluster

from ..factories import make_cluster, make_meeting, make_member, make_organisation
from .conftest import MakeApp

NOTE = Subject("note", Organisation, title=str, url=str, depends_on=())
SOON = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)


@rule("notes.read")
def read(person: Any, cluster: Any) -> bool:
    """Members may."""
    return True


def notes(**changes: Any) -> Plugin:
    """A plugin that uses every field."""
    blueprint = Blueprint("notes", __name__)

    @blueprint.get("/clusters/<slug>/notes/")
    @requires("notes.read", Cluster)
    def notes(cluster: Cluster) -> str:
        return f"Notes of {cluster.name}"

    rules = ModuleType("rules")
    vars(rules)["read"] = read
    given = {
        "name": "notes",
        "blueprint": blueprint,
        "nav": [NavItem("Notes", "notes.notes", "notes.read", order=25)],
        "slots": [Slot("cluster.main", lambda cluster: f"<p>Panel for {cluster.slug}</p>", order=1)],
        "steps": lambda person, cluster: [Step("Write a note", f"/clusters/{cluster.slug}/notes/", SOON)],
        "preparations": {"note": lambda cluster, meetings: {(1, 1): Tick(SOON)}},
        "subjects": [NOTE],
        "becomings": [Becoming(NOTE, "Make it a note", "Became the note", "notes.read", lambda post, person: None)],
        "rules": rules,
        "listens": {},
        "jobs": {"notes.tidy": lambda: None},
        "commands": [click.Command("tidy-notes")],
        "demo": lambda demo: None,
        "migrations": "notes/migrations",
    }
    return Plugin(**given | changes)


def registry(app: Flask) -> Any:
    return app.extensions["benchplatform"]


def test_what_a_plugin_brings_is_there(app: Flask, make_app: MakeApp) -> None:
    cluster = make_cluster("Own", organisations=[make_organisation()])
    person = make_member(cluster)
    site = make_app([notes()])
    client = site.test_client().as_person(person)
    assert client.get("/clusters/own/notes/").text == "Notes of Own"
    page = client.get("/clusters/own/").text
    assert '<a href="/clusters/own/notes/">Notes</a>' in page
    assert "<p>Panel for own</p>" in page
    found = registry(site)
    db.session.rollback()
    with reading(), site.app_context(), site.test_request_context("/"):
        assert ("Write a note", SOON) in [(step.title, step.due) for step in found.steps(person, cluster)]
    assert found.preparations["note"](None, []) == {(1, 1): Tick(SOON)}
    assert found.subjects["note"].model is Organisation
    assert found.becomings["note"].label == "Make it a note"
    assert found.rules["notes.read"] is read
    assert "notes.tidy" in found.jobs


def test_one_that_is_off_leaves_nothing(app: Flask, make_app: MakeApp) -> None:
    cluster = make_cluster("Own", organisations=[make_organisation()])
    person = make_member(cluster)
    make_app([notes()])
    site = make_app()
    client = site.test_client().as_person(person)
    assert client.get("/clusters/own/notes/").status_code == 404
    page = client.get("/clusters/own/").text
    assert "notes" not in page.lower()
    assert "Panel" not in page
    found = registry(site)
    db.session.rollback()
    with reading(), site.app_context(), site.test_request_context("/"):
        assert "Write a note" not in [step.title for step in found.steps(person, cluster)]
    assert "note" not in {*found.preparations, *found.subjects, *found.becomings}
    assert "notes.read" not in found.rules
    assert "notes.tidy" not in found.jobs


def test_presentations_switched_off_leave_nothing(app: Flask, make_app: MakeApp) -> None:
    cluster = make_cluster("Own", organisations=[make_organisation("Here")])
    meeting = make_meeting(cluster)
    person = make_member(cluster)
    addresses = [
        "/",
        "/clusters/own/",
        f"/clusters/own/meetings/{meeting.number}/",
        "/clusters/own/discussions/",
        "/clusters/own/people/",
        "/organisations/here/",
    ]
    with_it, without = (make_app(plugins).test_client().as_person(person) for plugins in (chosen("all"), []))
    assert "resentation" in "".join(with_it.get(address).text for address in addresses)
    for address in addresses:
        page = without.get(address)
        assert page.status_code == 200
        assert "resentation" not in page.text
    assert with_it.get("/clusters/own/presentations/").status_code == 200
    assert without.get("/clusters/own/presentations/").status_code == 404
    off = registry(without.application)
    assert not [name for name in off.rules if name.startswith("presentations.")]
    assert "presentation" not in {*off.preparations, *off.subjects}
    assert not [rule for rule in without.application.url_map.iter_rules() if "presentations" in rule.rule]


def test_panels_stand_in_their_order_without_the_empty_ones(make_app: MakeApp) -> None:
    slots = [
        Slot("admin.main", lambda: "third", 90),
        Slot("admin.main", lambda: "first", 1),
        Slot("admin.main", str, 2),
    ]
    panels = registry(make_app([notes(slots=slots)])).panels
    with make_app([notes(slots=slots)]).test_request_context("/"):
        found = [panel for panel in panels("admin.main") if panel in ("first", "third", "")]
    assert found == ["first", "third"]


def test_steps_that_are_due_first_stand_first_and_done_ones_last(make_app: MakeApp) -> None:
    def steps(person: Any, cluster: Any) -> list[Step]:
        later = SOON + dt.timedelta(days=1)
        return [
            Step("done", "", SOON, done=True),
            Step("some day", ""),
            Step("later", "", later),
            Step("soon", "", SOON),
        ]

    site = make_app([notes(steps=steps)])
    cluster = Cluster(id=0, programme_id=0, slug="x", name={}, time_zone="UTC")
    ours = [step for step in _steps(site, cluster) if step.url == ""]
    assert [step.title for step in ours] == ["soon", "later", "some day", "done"]


def _steps(site: Flask, cluster: Cluster) -> list[Step]:
    only = type(registry(site))((registry(site).plugins[-1],))
    found: list[Step] = only.steps(None, cluster)
    return found


def test_a_slot_that_does_not_exist_stops_the_start(make_app: MakeApp) -> None:
    with pytest.raises(ConfigError, match=r"^There is no slot named 'home.side'\.$"):
        make_app([notes(slots=[Slot("home.side", str)])])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "notes"}, "There are two plugins named notes."),
        ({"name": "others", "rules": None}, "There are two jobs named notes.tidy."),
        ({"name": "others", "rules": None, "jobs": {}}, "There are two preparations named note."),
        ({"name": "others", "rules": None, "jobs": {}, "preparations": {}}, "There are two subjects named note."),
        (
            {"name": "others", "rules": None, "jobs": {}, "preparations": {}, "subjects": []},
            "There are two becomings named note.",
        ),
    ],
)
def test_two_of_one_name_stop_the_start(make_app: MakeApp, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as refused:
        make_app([notes(), notes(**changes)])
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("all", ["bench_presentations"]),
        ("none", []),
        ("", []),
        ("bench_presentations", ["bench_presentations"]),
        (" bench_presentations , ", ["bench_presentations"]),
    ],
)
def test_the_setting_says_which_are_on(setting: str, names: list[str]) -> None:
    assert [plugin.name for plugin in chosen(setting)] == names


def test_a_plugin_that_is_not_installed_is_named() -> None:
    with pytest.raises(
        ConfigError, match=r"^No plugin named bench_gone is installed\. There are: bench_presentations\.$"
    ):
        chosen("bench_presentations,bench_gone")


def test_an_event_is_heard_in_its_own_application_while_the_plugin_is_on(make_app: MakeApp) -> None:
    happened = Namespace().signal("happened")
    heard: list[tuple[str, Any]] = []
    one = make_app([notes(listens={happened: lambda sender, **given: heard.append(("one", given))})])
    other = make_app([notes(listens={happened: lambda sender, **given: heard.append(("other", given))})])
    off = make_app()
    for site in (one, other, off):
        with site.app_context():
            happened.send("sender", at=site is one)
    happened.send("nowhere")
    assert heard == [("one", {"at": True}), ("other", {"at": False})]


def test_a_listener_that_raises_undoes_what_it_heard_of(make_app: MakeApp) -> None:
    happened = Namespace().signal("happened")

    def refuse(sender: Any) -> None:
        raise LookupError(sender)

    site = make_app([notes(listens={happened: refuse})])
    with site.app_context(), pytest.raises(LookupError, match="meeting"):
        happened.send("meeting")


def test_every_signal_is_listed_once() -> None:
    declared = {name: value for name, value in vars(events).items() if isinstance(value, NamedSignal)}
    assert set(declared.values()) == set(events.ALL)
    assert [name.replace("_", "-") for name in declared] == [signal.name for signal in declared.values()]


def test_the_same_plugin_can_be_on_in_several_applications(app: Flask, make_app: MakeApp) -> None:
    plugin = notes()
    for site in (make_app([plugin]), make_app([plugin])):
        with site.app_context(), site.test_request_context("/"):
            assert url_for("notes.notes", slug="own") == "/clusters/own/notes/"
