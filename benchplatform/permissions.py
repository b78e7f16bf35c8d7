"""Who may do: one-line rules by name, asked by views (`@requires`) and templates (`can`).

A rule is a predicate `(person, subject) -> bool` in a feature's `rules.py`. Every view names its rule or says
`@public`; the application refuses to start with one that does neither. Scope comes first: `@requires` loads the
subject among what the person may see (404), then asks the rule (403).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import isfunction
from types import ModuleType
from typing import Any

from flask import Flask, abort, current_app
from flask_login import current_user

from .config import ConfigError
from .database import Loadable

Predicate = Callable[[Any, Any], bool]
View = Callable[..., Any]


class UndeclaredView(Exception):
    """A route without a rule: closed by default means that the application does not start."""


def rule(name: str) -> Callable[[Predicate], Predicate]:
    """Register a predicate under `feature.verb`; its docstring says in one line who may."""

    def mark(predicate: Predicate) -> Predicate:
        predicate.rule_name = name  # type: ignore[attr-defined]
        return predicate

    return mark


def rules_in(modules: Iterable[ModuleType]) -> dict[str, Predicate]:
    """Name -> predicate; raises ConfigError when two different ones have the same name."""
    found: dict[str, Predicate] = {}
    for value in (value for module in modules for value in vars(module).values()):
        if isfunction(value) and hasattr(value, "rule_name") and found.setdefault(value.rule_name, value) is not value:
            raise ConfigError(f"There are two rules named {value.rule_name!r}.")
    return found


def can(name: str, subject: Any = None, person: Any = None) -> bool:
    """May the person (the one signed in, when not given) do this to the subject?"""
    rules: dict[str, Predicate] = current_app.extensions["benchplatform"].rules
    return rules[name](person if person is not None else who_asks(), subject)


def who_asks() -> Any:
    """The person behind this request, or the visitor: itself, where each word asked of `current_user` is a search."""
    return current_user._get_current_object()


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.rule_name = None  # type: ignore[attr-defined]
    return view


def is_public(view: View) -> bool:
    return getattr(view, "rule_name", "") is None


def requires(name: str, model: type[Loadable] | None = None) -> Callable[[View], View]:
    """Close a view to all but those the rule admits; hand it the subject loaded from its address.

    With a model, the address's values go to `model.load(person, **values)` and the view gets the result as its
    only positional argument. Nobody signed in: the sign-in page. Not found or not seen: 404. Seen, not allowed: 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            person = who_asks()
            if not person.is_authenticated:
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            subject = None
            if model is not None:
                subject = model.load(person, **address)
                if subject is None:
                    abort(404)
            if not can(name, subject, person):
                abort(403 if model is not None else 404)
            return view(subject) if model is not None else view(**address)

        guarded.rule_name = name  # type: ignore[attr-defined]
        return guarded

    return decorate


def is_static(endpoint: str | None) -> bool:
    """A script, stylesheet or image that comes with the code: open to everybody, and the same for all."""
    return (endpoint or "").rpartition(".")[2] == "static"


def check_routes(app: Flask) -> None:
    """Raise UndeclaredView for a route that says nothing, or that names a rule which nobody wrote."""
    rules = app.extensions["benchplatform"].rules
    for endpoint, view in app.view_functions.items():
        if is_static(endpoint):
            continue
        if not hasattr(view, "rule_name"):
            raise UndeclaredView(f"The view {endpoint} needs @requires or @public.")
        if view.rule_name is not None and view.rule_name not in rules:
            raise UndeclaredView(f"The view {endpoint} requires {view.rule_name!r}, and no such rule exists.")
