"""Forms of the administration, and of joining."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, SelectField
from wtforms.validators import DataRequired, Email, ValidationError

from ..accounts.forms import NOT_AN_ADDRESS, NewPasswordForm
from ..audience import Role
from ..fields import AtMost, choices, clean_line, line
from ..organisations.models import Organisation
from .models import Part
from .names import CLUSTER_ROLES, PART_NAMES, ROLE_NAMES

_CHOOSE = lazy_gettext("Choose …")
_NO_ORGANISATION = lazy_gettext("Choose an organisation.")
_NO_ADDRESS = lazy_gettext("Write an e-mail address.")


def _address(text: str | None) -> str:
    return clean_line(text).lower()


class _WithOrganisation(FlaskForm):
    organisation = SelectField(lazy_gettext("Organisation"), [DataRequired(_NO_ORGANISATION)])

    def __init__(self, organisations: Iterable[Organisation], **given: Any) -> None:
        super().__init__(**given)
        self.known = {str(organisation.id): organisation for organisation in organisations}
        names = {key: organisation.name for key, organisation in self.known.items()}
        self.organisation.choices = choices({"": _CHOOSE, **names})

    @property
    def chosen(self) -> Organisation:
        return self.known[self.organisation.data]


class NamesForm(FlaskForm):
    """What a programme or cluster is called; one language is enough, and is then shown in both."""

    name_sv = line(lazy_gettext("Name in Swedish"), 120)
    name_en = line(lazy_gettext("Name in English"), 120)

    def validate_name_sv(self, field: Field) -> None:
        if not field.data and not self.name_en.data:
            raise ValidationError(gettext("Write a name in at least one of the languages."))

    @property
    def names(self) -> dict[str, str]:
        given = {"sv": self.name_sv.data, "en": self.name_en.data}
        return {code: name for code, name in given.items() if name}


class PartForm(FlaskForm):
    """The part of an organisation that takes part already."""

    part = SelectField(lazy_gettext("Part"), choices=choices(PART_NAMES))

    @property
    def chosen_part(self) -> Part:
        return Part(self.part.data)


class ParticipationForm(_WithOrganisation, PartForm):
    """An organisation that is to take part."""


class LeadInvitationForm(_WithOrganisation):
    """Who is invited to lead a programme, and for which organisation."""

    name = line(lazy_gettext("Name"), 120, lazy_gettext("Write a name."))
    email = EmailField(
        lazy_gettext("E-mail address"),
        [DataRequired(_NO_ADDRESS), AtMost(254), Email(NOT_AN_ADDRESS, allow_smtputf8=False)],
        filters=[_address],
    )

    @property
    def chosen_role(self) -> Role:
        return Role.PROGRAMME_LEAD

    def invited(self) -> dict[str, Any]:
        """Who, for which organisation, in which role."""
        who = {"name": self.name.data, "email": self.email.data}
        return {**who, "organisation": self.chosen, "role": self.chosen_role}


class _WithRole(_WithOrganisation):
    role = SelectField(lazy_gettext("Role"), choices=choices({role: ROLE_NAMES[role] for role in CLUSTER_ROLES}))

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)


class InvitationForm(_WithRole, LeadInvitationForm):
    """Who is invited to a cluster, in which role, for which of its organisations."""


class MembershipForm(_WithRole):
    """A person that one knows already becomes a member, by her address."""

    email = EmailField(lazy_gettext("E-mail address"), [DataRequired(_NO_ADDRESS), AtMost(254)], filters=[_address])


class LastLeadForm(FlaskForm):
    """The word that the last lead gives before she ends her own membership."""

    is_sure = BooleanField(
        lazy_gettext("I know that only a site administrator can administer the programme after this."),
        [DataRequired(lazy_gettext("Tick this to go on."))],
    )


class JoinForm(NewPasswordForm):
    """A new person: name, title and a password; everything else is fixed by the invitation."""

    name = line(lazy_gettext("Name"), 120, lazy_gettext("Write your name."))
    title = line(lazy_gettext("Title or assignment"), 160)
