"""`benchplatform person …`: the accounts that somebody has to make before anybody can sign in, and shutting one out."""

from __future__ import annotations

from collections.abc import Callable

import click
from email_validator import EmailNotValidError, validate_email
from flask import Flask

from .. import audit
from ..commands import with_app
from ..database import db
from ..pages import is_hosted
from .actions import make_administrator, password_link
from .models import RESET_LINK_HOURS, Person


class Address(click.ParamType[str]):
    """An e-mail address, in lower case."""

    name = "email"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return validate_email(value, check_deliverability=False, test_environment=True).normalized.lower()
        except EmailNotValidError as error:
            self.fail(str(error), param, ctx)


@click.group()
def person() -> None:
    """People: invite one, make an administrator, shut somebody out."""


@person.command("create-administrator")
@click.argument("email", type=Address())
@click.argument("name")
@with_app
def create_administrator(app: Flask, email: str, name: str) -> None:
    """Make a site administrator, and print the link where the password is chosen."""
    if not 1 <= len(name.strip()) <= 120:
        raise click.ClickException("A name has 1 to 120 characters.")
    administrator = make_administrator(email, name.strip())
    click.echo(f"{administrator.name} <{administrator.email}> is a site administrator.")
    if not is_hosted():
        click.echo(f"Choose a password here, within {RESET_LINK_HOURS} hours: {password_link(administrator)}")
    db.session.commit()


@person.command()
@click.argument("email", type=Address())
@with_app
def disable(app: Flask, email: str) -> None:
    """Shut a person out at once; what they wrote stays."""
    _change(email, Person.disable, "accounts.disable", "can no longer sign in")


@person.command()
@click.argument("email", type=Address())
@with_app
def enable(app: Flask, email: str) -> None:
    """Let a person in again who was shut out."""
    _change(email, Person.enable, "accounts.enable", "can sign in")


def _change(email: str, change: Callable[[Person], None], action: str, outcome: str) -> None:
    """Do it to whoever has the address, log it, and say what follows from it."""
    found = Person.by_email(email)
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    change(found)
    audit.record(action, found)
    db.session.commit()
    click.echo(f"{found.name} {outcome}.")
