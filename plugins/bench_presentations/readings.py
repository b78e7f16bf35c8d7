"""Who has read a presentation: remembered as it is opened, told in counts, and turned off where a lead decides so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Response
from flask_babel import gettext
from flask_login import current_user

from benchplatform.accounts.models import Person
from benchplatform.afterwards import note_afterwards
from benchplatform.audience import Role, spoken_for
from benchplatform.database import db
from benchplatform.files.models import StoredFile
from benchplatform.programmes.models import Membership

from .models import Presentation, PresentationReading, ReadingsOff, Version


@dataclass(frozen=True)
class Readers:
    """How many people of one organisation have read it; their names in one's own organisation alone."""

    of: str
    is_own: bool
    people: dict[int, str | None] = field(default_factory=dict)
    """Id of each who has read it -> the name, in one's own organisation."""

    @property
    def names(self) -> list[str]:
        return [name for name in self.people.values() if name]


def note_page(response: Response, presentation: Presentation) -> Response:
    """Remember who opens the presentation's page."""
    _note(response, Presentation.id == presentation.id)
    return response


def note_file(file: StoredFile, response: Response) -> None:
    """Remember who opens a file of a presentation."""
    _note(response, Presentation.versions.any(Version.file_id == file.id))


def _note(response: Response, *which: sa.ColumnElement[bool]) -> None:
    """Once the answer is out, and only what is new: pictures in posts are files too, and are opened by the dozen."""
    new = PresentationReading.new_to(current_user, *which)
    if db.session.execute(new).first() is not None:
        note_afterwards(response, PresentationReading.noting(new))


def told(presentation: Presentation, person: Any) -> tuple[int | None, list[Readers] | None]:
    """Number of the version the person has seen, and who has read it; nothing of a draft, or where it is turned off.

    Two queries. A name outside the person's own organisations is not even read.
    """
    own = sa.select(PresentationReading.number).where(
        PresentationReading.presentation_id == presentation.id, PresentationReading.person_id == person.id
    )
    off = ReadingsOff.holds_in(presentation.cluster_id)
    is_off, number = db.session.execute(sa.select(off, own.scalar_subquery())).one()
    if is_off or not presentation.is_published:
        return None, None
    return number, _readers(presentation, spoken_for(person, presentation.cluster_id))


def _readers(presentation: Presentation, own: Sequence[int]) -> list[Readers]:
    """Each organisation but the one that presents, and the programme's leads once one of them has read it."""
    organisations = [one for one in presentation.cluster.organisations if one.id != presentation.owner_id]
    found = {one.id: Readers(one.name, one.id in own) for one in organisations}
    leads = Readers(gettext("Programme leads"), is_own=False)
    for person_id, name, role, organisation_id in _rows(presentation, own):
        readers = leads if role is Role.PROGRAMME_LEAD else found.get(organisation_id)
        if readers is not None:
            readers.people[person_id] = name
    return [*found.values(), *([leads] if leads.people else [])]


def _rows(presentation: Presentation, own: Sequence[int]) -> Any:
    """(person id, name in one's own organisation, role, organisation id) for each membership of each reader."""
    is_colleague = sa.and_(Membership.organisation_id.in_(own), Membership.role != Role.PROGRAMME_LEAD)
    read = sa.and_(
        PresentationReading.person_id == Membership.person_id, PresentationReading.presentation_id == presentation.id
    )
    return db.session.execute(
        sa.select(
            Membership.person_id, sa.case((is_colleague, Person.name)), Membership.role, Membership.organisation_id
        )
        .join(PresentationReading, read)
        .join(Membership.person)
        .where(Membership.in_cluster(presentation.cluster))
        .order_by(Person.name)
    )


def is_off(cluster_id: int | None) -> bool:
    return bool(db.session.scalar(sa.select(ReadingsOff.holds_in(cluster_id))))
