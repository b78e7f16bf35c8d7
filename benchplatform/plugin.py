"""The contract: how a feature tells the platform what it brings.

The platform's own features and every plugin declare themselves with one `Plugin` in their `__init__.py`. Plugins
are found by the entry-point group `benchplatform.plugins`; the setting PLUGINS says which are on, and in what order.
One that is off is not registered at all: no route, menu, panel, step or rule of it exists.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import click
from blinker import Signal
from flask import Blueprint

from .audience import Audience
from .config import ConfigError
from .permissions import Predicate, rules_in

GROUP = "benchplatform.plugins"

SLOTS: Mapping[str, str] = {
    "home.main": "First page, below the next steps. Gets person and cluster.",
    "cluster.top": "Overview of a cluster, above everything: where in the programme we are. Gets cluster.",
    "cluster.main": "Overview of a cluster, below the journey. Gets cluster.",
    "journey.at_home": "The journey, at the work at home that is on now. Gets cluster.",
    "meetings.main": "List of a cluster's meetings, below the journey and the next one. Gets cluster.",
    "meeting.main": "Meeting page, between the day and the talk. Gets meeting.",
    "slot.main": "Page of a part of the day, above its talk. Gets slot.",
    "idea.main": "Page of an idea, above its words: where it comes from. Gets idea.",
    "organisation.main": "Page of an organisation, below the facts. Gets organisation.",
    "person.main": "Page of a person, below the name. Gets subject.",
    "sign_in.main": "Sign-in page, below the form. Gets nothing.",
    "administration.main": "Administration of a cluster, below its members. Gets cluster.",
    "programme.main": "Administration of a programme, below its leads. Gets programme.",
    "admin.main": "Administration, one card each. Gets nothing.",
}
"""Every place on a platform page that a panel can be hung in, and what its render function is called with."""


@dataclass(frozen=True, eq=False)
class NavItem:
    """A tab of the cluster's menu: an endpoint that takes the cluster's `slug`, or nothing."""

    label: Any
    endpoint: str
    permission: str = "clusters.read"
    order: int = 50


@dataclass(frozen=True)
class Slot:
    """A panel: `render(**what the slot gives)` returns ready HTML, or an empty text for nothing.

    One that is always there can stand in the page's list of contents: `label` leads to the element with id `anchor`.
    """

    name: str
    render: Callable[..., str]
    order: int = 50
    label: Any = ""
    anchor: str = ""


@dataclass(frozen=True)
class Step:
    """One thing that is asked of a person: what, where it is done, when it is due (UTC), and whether it is done."""

    title: str
    url: str
    due: dt.datetime | None = None
    done: bool = False


@dataclass(frozen=True)
class Carried:
    """Which things of a kind a meeting leaves unfinished to the next one, and what is said of each there."""

    label: Any
    """What to call several: "Ideas"."""
    which: Any
    """The condition for what is unfinished."""
    state: Callable[[Any], tuple[str, str]]
    """For the states component: ("draft", "Open idea")."""
    whose: Callable[[Any], str]
    """The name of its organisation."""


@dataclass(frozen=True)
class Subject:
    """A kind of thing that threads hang on: its model, what to call one, and where it is.

    `offered(cluster, person)` lists those that a thread may be moved to; without it none of the kind is offered.
    `within` names the kind of thing that it is a part of and the column with that one's id: the page there lists its
    threads too, and they go there when it is taken away (`events.removed`).
    `closed_at` names the column that says since when one may only read about it and its parts; by `closed_by`.
    `carried` says which of those within a meeting are taken up again at the next one.
    `depends_on` names every column that `title` and `url` read: while these stay the same, so do its title and address.
    """

    kind: str
    model: type[Audience]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    depends_on: tuple[Any, ...]
    offered: Callable[[Any, Any], Iterable[Any]] | None = None
    within: tuple[str, Any] | None = None
    closed_at: Any = None
    carried: Carried | None = None


@dataclass(frozen=True)
class Becoming:
    """Something that a post can become, by a button on the post's page: a subject, and how one is made.

    `make(post, person)` adds the thing to the session and returns it; it belongs to the post's organisation. The rule
    named by `permission` is asked of the post.
    """

    subject: Subject
    label: Any
    """The button: "Make it an idea"."""
    became: Any
    """Before the link to what was made: "Became the idea"."""
    permission: str
    make: Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Tick:
    """What a feature knows of a preparation that it ticks, for one organisation."""

    at: dt.datetime | None = None
    """When it was done; None while it is not."""
    url: str = ""
    """Where the organisation does it, and where the others see what was done."""
    words: str = ""
    """How it was done, "published 3 days early"; left out, "done 3 days early" is said."""
    progress: str = ""
    """How far it is while it is not done, "1 of 3 asked"; stands beside the words for when it is due."""
    note: str = ""
    """What the person who looks should know of it, "changed since you read it"; a state of its own after the words."""


Ticks = Mapping[tuple[int, int], Tick]
"""(meeting id, organisation id) -> its tick; who is not in it has not done it."""


@dataclass(frozen=True)
class Plugin:
    """What a feature brings. Every field is optional but the name."""

    name: str
    blueprint: Blueprint | None = None
    nav: Sequence[NavItem] = ()
    slots: Sequence[Slot] = ()
    steps: Callable[[Any, Any], Iterable[Step]] | None = None
    """(person, cluster) -> what is asked of the person there."""
    preparations: Mapping[str, Callable[[Any, Any], Ticks]] = field(default_factory=dict)
    """Kind of preparation -> (cluster, its meetings) -> how far each organisation is with it."""
    preparation_names: Mapping[str, Any] = field(default_factory=dict)
    """Kind of preparation -> what those who write templates choose: "Publishing the presentation"."""
    subjects: Sequence[Subject] = ()
    becomings: Sequence[Becoming] = ()
    rules: ModuleType | None = None
    listens: Mapping[Signal, Callable[..., None]] = field(default_factory=dict)
    jobs: Mapping[str, Callable[..., None]] = field(default_factory=dict)
    commands: Sequence[click.Command] = ()
    demo: Callable[[Any], None] | None = None
    """(Demo) -> adds the feature's invented content to an empty installation."""
    migrations: str | None = None
    """A folder of Alembic versions, for a plugin from outside: own history, own version table."""


class Registry:
    """All that is on in one application, in order; kept as `app.extensions["benchplatform"]`."""

    def __init__(self, plugins: tuple[Plugin, ...]) -> None:
        _refuse_twins("plugins", (plugin.name for plugin in plugins))
        self.plugins = plugins
        self.rules: Mapping[str, Predicate] = rules_in(plugin.rules for plugin in plugins if plugin.rules)
        self.nav: Sequence[NavItem] = self._sorted("nav")
        self.slots: Sequence[Slot] = self._sorted("slots")
        self.jobs: Mapping[str, Callable[..., None]] = self._merged("jobs")
        self.preparations: Mapping[str, Callable[[Any, Any], Ticks]] = self._merged("preparations")
        self.preparation_names: Mapping[str, Any] = self._merged("preparation_names")
        self.subjects: Mapping[str, Subject] = self._by_kind("subjects", lambda subject: subject.kind)
        self.becomings: Mapping[str, Becoming] = self._by_kind("becomings", lambda becoming: becoming.subject.kind)
        for slot in self.slots:
            if slot.name not in SLOTS:
                raise ConfigError(f"There is no slot named {slot.name!r}.")

    def _sorted(self, name: str) -> list[Any]:
        return sorted((item for plugin in self.plugins for item in getattr(plugin, name)), key=lambda i: i.order)

    def _merged(self, name: str) -> dict[str, Any]:
        _refuse_twins(name, (key for plugin in self.plugins for key in getattr(plugin, name)))
        return {key: value for plugin in self.plugins for key, value in getattr(plugin, name).items()}

    def _by_kind(self, name: str, kind_of: Callable[[Any], str]) -> dict[str, Any]:
        items = [item for plugin in self.plugins for item in getattr(plugin, name)]
        _refuse_twins(name, (kind_of(item) for item in items))
        return {kind_of(item): item for item in items}

    def panels(self, slot_name: str, **given: Any) -> list[str]:
        """The HTML of every panel in a slot, in order, without the empty ones."""
        rendered = (slot.render(**given) for slot in self.slots if slot.name == slot_name)
        return [html for html in rendered if html]

    def contents(self, slot_name: str) -> list[Slot]:
        """The panels of a slot that a list of contents names, in order."""
        return [slot for slot in self.slots if slot.name == slot_name and slot.label]

    def steps(self, person: Any, cluster: Any) -> list[Step]:
        """All steps of the person, what is not done first and then by due date."""
        found = [step for p in self.plugins if p.steps for step in p.steps(person, cluster)]
        far = dt.datetime.max.replace(tzinfo=dt.UTC)
        return sorted(found, key=lambda step: (step.done, step.due or far))


def _refuse_twins(what: str, names: Iterable[str]) -> None:
    """Two of one name: the later would silently replace the earlier."""
    if twins := sorted(name for name, times in Counter(names).items() if times > 1):
        raise ConfigError(f"There are two {what} named {', '.join(twins)}.")


def installed() -> dict[str, Callable[[], Plugin]]:
    """Name of each installed plugin -> how to load it."""
    return {entry.name: entry.load for entry in entry_points(group=GROUP)}


def chosen(setting: str) -> list[Plugin]:
    """The plugins that the setting PLUGINS turns on, in its order; raises ConfigError for an unknown name."""
    available = installed()
    if setting == "all":
        names = sorted(available)
    else:
        names = [name.strip() for name in setting.split(",") if name.strip() not in ("", "none")]
    missing = [name for name in names if name not in available]
    if missing:
        raise ConfigError(f"No plugin named {', '.join(missing)} is installed. There are: {', '.join(available)}.")
    return [available[name]() for name in names]
