"""`benchplatform person invite …`: the first programme lead, or anybody else, without the browser."""

from __future__ import annotations

from typing import Any

import click
import sqlalchemy as sa
from flask import Flask

from ..accounts.commands import Address, person
from ..audience import Role
from ..commands import with_app
from ..database import db
from ..organisations.models import Organisation
from .actions import invite
from .models import INVITATION_DAYS, Cluster, Participation, Programme


@person.command("invite")
@click.argument("email", type=Address())
@click.argument("name")
@click.option("--organisation", required=True, help="Slug of the organisation, as in its address.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--cluster", help="Slug of the cluster; for every role but programme_lead.")
@click.option("--programme", help="Slug of the programme, for a programme_lead.")
@with_app
def invite_person(app: Flask, email: str, name: str, organisation: str, role: str, **places: str | None) -> None:
    """Invite a person to a cluster (a lead: to a programme) by mail, and print the link."""
    if not 1 <= len(name.strip()) <= 120:
        raise click.ClickException("A name has 1 to 120 characters.")
    place, found = _place(Role(role), **places), _named(Organisation, organisation)
    if isinstance(place, Cluster) and not _takes_part(found, place):
        raise click.ClickException(f"{found.name} takes no part in {place.name}.")
    link = invite(place, name=name, email=email, organisation=found, role=Role(role), by=None)
    if link is None:
        raise click.ClickException(f"An invitation waits for {email} already.")
    db.session.commit()
    click.echo(f"{name.strip()} <{email}> is invited, and can join within {INVITATION_DAYS} days: {link}")


def _place(role: Role, cluster: str | None, programme: str | None) -> Cluster | Programme:
    if role is Role.PROGRAMME_LEAD:
        if cluster or not programme:
            raise click.UsageError("A programme_lead is invited with --programme.")
        return _named(Programme, programme)
    if programme or not cluster:
        raise click.UsageError(f"A {role.value} is invited with --cluster.")
    return _named(Cluster, cluster)


def _named(model: Any, slug: str) -> Any:
    found = db.session.scalar(sa.select(model).where(model.slug == slug))
    if found is None:
        known = ", ".join(db.session.scalars(sa.select(model.slug).order_by(model.slug))) or "none"
        raise click.ClickException(f"No {model.__name__.lower()} has the slug {slug!r}. There are: {known}")
    return found


def _takes_part(organisation: Organisation, cluster: Cluster) -> bool:
    here = Participation.cluster_id == cluster.id, Participation.organisation_id == organisation.id
    return bool(db.session.scalar(sa.select(sa.exists().where(*here))))
