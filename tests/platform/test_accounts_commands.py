"""`benchplatform person …`, and how features and plugins bring commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from benchplatform.accounts.models import Person, SignIn
from benchplatform.audit import AuditEvent
from benchplatform.cli import main
from benchplatform.database import db

from ..client import Client
from ..factories import make_person

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, database_url: str, tmp_path: Path) -> Run:
    """The command, as on a machine whose installation uses the tests' database."""

    def command(*arguments: str) -> Result:
        environment = {"BENCH_DATABASE_URL": database_url, "BENCH_INSTANCE": str(tmp_path / "instance")}
        db.session.rollback()
        return CliRunner().invoke(main, arguments, env=environment)

    return command


def actions() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)))


def test_the_first_administrator_gets_a_link(run: Run, client: Client) -> None:
    result = run("person", "create-administrator", "Amina@Example.org", "Amina Osman")
    assert result.exit_code == 0, result.output
    assert "Amina Osman <amina@example.org> is a site administrator." in result.output
    path = re.search(r"http://127.0.0.1:8000(/passwords/[\w-]+)", result.output)
    assert path
    assert "For amina@example.org." in client.get(path.group(1)).text
    person = db.session.scalars(sa.select(Person)).one()
    assert person.is_administrator
    assert actions() == ["site.make_administrator"]


def test_somebody_who_is_there_becomes_administrator(run: Run) -> None:
    make_person("Amina Osman", email="amina@example.org", title="Planner")
    assert run("person", "create-administrator", "amina@example.org", "Another Name").exit_code == 0
    person = db.session.scalars(sa.select(Person)).one()
    assert (person.is_administrator, person.name, person.title) == (True, "Amina Osman", "Planner")


@pytest.mark.parametrize(
    "arguments", [("amina", "Amina"), ("amina@example.org", " "), ("amina@example.org", "x" * 121)]
)
def test_what_cannot_be_a_person_is_refused_in_a_line(run: Run, arguments: tuple[str, str]) -> None:
    result = run("person", "create-administrator", *arguments)
    assert result.exit_code != 0
    assert "Error: " in result.output
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_person_is_shut_out_and_let_in_again(run: Run, client: Client) -> None:
    person = make_person("Miriam", email="miriam@example.org")
    client.as_person(person)
    assert "Miriam can no longer sign in." in run("person", "disable", "miriam@example.org").output
    assert client.get("/profile").status_code == 302
    assert "Miriam can sign in." in run("person", "enable", "miriam@example.org").output
    db.session.expire_all()
    assert person.disabled_at is None
    assert db.session.scalar(sa.select(SignIn.ended_at)) is not None
    assert actions() == ["accounts.disable", "accounts.enable"]


def test_nobody_with_that_address(run: Run) -> None:
    result = run("person", "disable", "nobody@example.org")
    assert (result.exit_code, result.output) == (1, "Error: Nobody here has the address nobody@example.org.\n")


def test_help_lists_the_features_commands_and_makes_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--instance", str(tmp_path / "none"), "--help"])
    assert "People: invite one, make an administrator, shut somebody out." in result.output
    assert not (tmp_path / "none").exists()


def test_an_unknown_command_is_told(run: Run) -> None:
    assert "No such command 'persons'" in run("persons").output
