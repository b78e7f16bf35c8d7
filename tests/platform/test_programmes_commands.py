"""`benchplatform person invite`: by the command line, with a sentence for each thing that can be wrong."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from benchplatform.accounts.commands import person
from benchplatform.database import db
from benchplatform.mail.models import Mail
from benchplatform.programmes.models import Invitation
from tests.client import Client
from tests.factories import make_cluster, make_organisation, make_programme


@pytest.fixture
def site(app: Flask) -> Flask:
    make_cluster("North", make_programme("Round"), [make_organisation("Alpha")])
    make_organisation("Beta")
    return app


def invite(app: Flask, *arguments: str) -> Result:
    return CliRunner().invoke(person, ["invite", *arguments], obj=lambda: app)


def test_inviting_a_member_prints_the_link_that_was_mailed(site: Flask, client: Client) -> None:
    place = ("--organisation", "alpha", "--role", "manager", "--cluster", "north")
    result = invite(site, "Nina@Example.org", " Nina  New ", *place)
    assert result.exit_code == 0, result.output
    link = re.search(r"http://127\.0\.0\.1:8000(/invitations/\S+)", result.output)
    assert link
    mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.to == "nina@example.org"
    assert link.group(1) in mail.body
    page = client.get(link.group(1)).text
    assert "You are invited, Nina New" in page
    assert "Invited by" not in page
    again = invite(site, "nina@example.org", "Nina", *place)
    assert again.exit_code == 1
    assert again.output == "Error: An invitation waits for nina@example.org already.\n"


def test_inviting_a_lead(site: Flask) -> None:
    result = invite(
        site, "l@example.org", "Lena", "--organisation", "beta", "--role", "programme_lead", "--programme", "round"
    )
    assert result.exit_code == 0, result.output
    invitation = db.session.scalars(sa.select(Invitation)).one()
    assert (invitation.role, invitation.cluster_id, invitation.organisation.name) == ("programme_lead", None, "Beta")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            "--organisation x --role manager --cluster north",
            "No organisation has the slug 'x'. There are: alpha, beta",
        ),
        ("--organisation alpha --role manager --cluster x", "No cluster has the slug 'x'. There are: north"),
        ("--organisation beta --role manager --cluster north", "Beta takes no part in North."),
        ("--organisation alpha --role manager", "A manager is invited with --cluster."),
        ("--organisation alpha --role programme_lead --cluster north", "is invited with --programme."),
        ("--organisation alpha --role king --cluster north", "'king' is not one of"),
    ],
)
def test_what_can_be_wrong(site: Flask, arguments: str, words: str) -> None:
    result = invite(site, "nina@example.org", "Nina", *arguments.split())
    assert result.exit_code in (1, 2)
    assert words in result.output
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


def test_an_address_that_is_none(site: Flask) -> None:
    result = invite(site, "nina", "Nina", "--organisation", "alpha", "--role", "manager", "--cluster", "north")
    assert result.exit_code == 2
    assert "@-sign" in result.output
