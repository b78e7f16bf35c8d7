"""Who may do: views are closed unless they say otherwise, and each stop refuses in its own way."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from flask import Blueprint, Flask

from benchplatform.config import ConfigError
from benchplatform.organisations.models import Organisation
from benchplatform.permissions import UndeclaredView, can, public, requires, rule, rules_in
from benchplatform.plugin import Plugin

from ..factories import make_administrator, make_cluster, make_member, make_organisation, make_person
from .conftest import MakeApp


@rule("probe.name")
def name_it(person: Any, organisation: Organisation) -> bool:
    """Its own people may."""
    return any(grant.organisation_id == organisation.id for grant in person.grants)


@rule("probe.enter")
def enter(person: Any, subject: None) -> bool:
    """Administrators may."""
    return bool(getattr(person, "is_administrator", False))


def module(*rules: Any) -> ModuleType:
    made = ModuleType("rules")
    vars(made).update({f"rule_{number}": predicate for number, predicate in enumerate(rules)})
    return made


def blueprint(view: Any, address: str = "/probe/") -> Blueprint:
    made = Blueprint("probe", __name__)
    made.add_url_rule(address, "view", view, methods=["GET", "POST"])
    return made


@pytest.fixture
def site(app: Flask, make_app: MakeApp) -> Flask:
    made = Blueprint("probe", __name__)

    @made.get("/probe/organisations/<slug>/")
    @requires("probe.name", Organisation)
    def one(organisation: Organisation) -> str:
        return f"This is {organisation.name}"

    @made.get("/probe/<int:number>/")
    @requires("probe.enter")
    def many(number: int) -> str:
        return f"Number {number}"

    return make_app([Plugin("probe", blueprint=made, rules=module(name_it, enter))])


def test_scope_comes_before_rule(site: Flask) -> None:
    own, other, foreign = (make_organisation(name) for name in ("Own", "Other", "Foreign"))
    member = make_member(make_cluster(organisations=[own, other]), own)
    client = site.test_client().as_person(member)
    assert client.get("/probe/organisations/own/").text == "This is Own"
    refused = client.get("/probe/organisations/other/")
    assert (refused.status_code, "You may not do that here" in refused.text) == (403, True)
    for slug in (foreign.slug, "never-was"):
        unseen = client.get(f"/probe/organisations/{slug}/")
        assert (unseen.status_code, "There is nothing here for you" in unseen.text) == (404, True)


def test_a_page_without_a_subject_does_not_exist_for_others(site: Flask) -> None:
    assert site.test_client().as_person(make_administrator()).get("/probe/7/").text == "Number 7"
    assert site.test_client().as_person(make_person()).get("/probe/7/").status_code == 404


def test_a_visitor_is_asked_to_sign_in_whether_it_exists_or_not(site: Flask) -> None:
    make_organisation("Own")
    for path in ("/probe/organisations/own/", "/probe/organisations/never-was/", "/probe/7/"):
        answer = site.test_client().get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


def test_a_view_without_a_rule_stops_the_start(make_app: MakeApp) -> None:
    with pytest.raises(UndeclaredView, match=r"^The view probe.view needs @requires or @public\.$"):
        make_app([Plugin("probe", blueprint=blueprint(lambda: ""))])


def test_a_rule_that_nobody_wrote_stops_the_start(make_app: MakeApp) -> None:
    with pytest.raises(UndeclaredView, match=r"^The view probe.view requires 'probe.gone', and no such rule exists\.$"):
        make_app([Plugin("probe", blueprint=blueprint(requires("probe.gone")(lambda: "")))])


def test_a_rule_leaves_with_its_plugin(make_app: MakeApp) -> None:
    closed = Plugin("closed", blueprint=blueprint(requires("probe.enter")(lambda: "")))
    make_app([closed, Plugin("probe", rules=module(enter))])
    with pytest.raises(UndeclaredView, match=r"probe\.enter"):
        make_app([closed])


def test_a_public_view_is_open(make_app: MakeApp) -> None:
    app = make_app([Plugin("probe", blueprint=blueprint(public(lambda: "open")))])
    assert app.test_client().get("/probe/").text == "open"


def test_two_rules_of_one_name_are_refused() -> None:
    other = rule("probe.enter")(lambda person, subject: True)
    with pytest.raises(ConfigError, match=r"^There are two rules named 'probe.enter'\.$"):
        rules_in([module(enter), module(other)])
    assert rules_in([module(enter), module(enter)]) == {"probe.enter": enter}


def test_templates_ask_for_the_one_who_is_signed_in_or_for_a_given_person(site: Flask) -> None:
    administrator = make_administrator()
    with site.app_context(), site.test_request_context("/"):
        assert can("probe.enter") is False
        assert can("probe.enter", person=administrator) is True
        with pytest.raises(KeyError):
            can("probe.gone")
