"""The demo's organisations, their cluster, and its people with their memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import current_app

from .. import events
from ..accounts.models import Person
from ..accounts.passwords import hashed
from ..audience import Role
from ..database import db
from ..organisations.models import Organisation, OrganisationKind
from ..programmes.models import Cluster, Membership, Part, Participation, Programme
from .content import PASSWORD
from .scene import NINE, moment

SLUG = "demo"
JOINED_DAYS_AGO = 360


def add_organisations(content: Mapping[str, Any]) -> dict[str, Organisation]:
    """The four organisations by key, the mentor first."""
    found = {entry["key"]: _organisation(entry) for entry in content["organisations"]}
    db.session.add_all(found.values())
    db.session.flush()
    return found


def _organisation(entry: Mapping[str, Any]) -> Organisation:
    return Organisation(
        slug=entry["key"],
        name=entry["name"],
        kind=OrganisationKind(entry["kind"]),
        inhabitants=entry["inhabitants"],
        about=entry["about"],
    )


def add_cluster(content: Mapping[str, Any], organisations: Mapping[str, Organisation]) -> Cluster:
    """One cluster in one programme, with the part that each organisation plays."""
    programme = Programme(slug=SLUG, name=content["programme"]["name"], is_demo=True)
    cluster = Cluster(slug=SLUG, name=content["cluster"]["name"], programme=programme)
    cluster.time_zone = current_app.config["BENCH"]["TIME_ZONE"]
    for entry in content["organisations"]:
        part = Participation(organisation=organisations[entry["key"]], part=Part(entry["role"]))
        cluster.participations.append(part)
    db.session.add(cluster)
    db.session.flush()
    return cluster


def add_people(
    content: Mapping[str, Any], cluster: Cluster, organisations: Mapping[str, Organisation], today: dt.date
) -> dict[str, Person]:
    """Everybody by name, the site administrator too. One hash serves all, since it takes a quarter of a second."""
    password_hash = hashed(PASSWORD)
    joined = moment(today - dt.timedelta(days=JOINED_DAYS_AGO), NINE, cluster.time_zone)
    found = {}
    for entry in [*content["people"], content["administrator"]]:
        person = Person(name=entry["name"], email=entry["email"], title=entry["title"]["sv"])
        person.phone, person.password_hash, person.created_at = entry.get("phone", ""), password_hash, joined
        person.helps_with = entry.get("helps_with", {}).get("sv", "")
        found[person.name] = person
    found[content["administrator"]["name"]].administrator_since = joined
    db.session.add_all(found.values())
    db.session.flush()
    for entry in content["people"]:
        _add_membership(entry, found[entry["name"]], cluster, organisations[entry["org"]], today)
    return found


def _add_membership(
    entry: Mapping[str, Any], person: Person, cluster: Cluster, organisation: Organisation, today: dt.date
) -> None:
    def day(offset: int) -> dt.datetime:
        return moment(today + dt.timedelta(days=offset), NINE, cluster.time_zone)

    role = Role(entry["role"])
    membership = Membership(person=person, organisation=organisation, role=role, programme=cluster.programme)
    membership.cluster = cluster if role.speaks_for_organisation else None
    membership.since = day(entry.get("since_offset_days", -JOINED_DAYS_AGO))
    db.session.add(membership)
    db.session.flush()
    events.member_joined.send(membership)
    if "until_offset_days" in entry:
        membership.until = day(entry["until_offset_days"])
        db.session.flush()
        events.member_left.send(membership)
