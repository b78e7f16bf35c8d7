"""Forms for an organisation: its facts, and what it says about itself in both languages."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from ..database import db
from ..fields import StartedFrom, WholeNumber, choices, line, text
from .models import Organisation, OrganisationKind
from .names import KIND_NAMES

LONGEST_ABOUT = 5_000
_NO_NAME = lazy_gettext("Write the organisation's name.")
_TOO_MANY = lazy_gettext("Write a number from 0 to 2,000,000,000.")
_MOST = 2_000_000_000


class OrganisationForm(FlaskForm):
    """Everything, for a site administrator; one who has less leaves out name and kind."""

    name = line(lazy_gettext("Name"), 120, _NO_NAME)
    kind = SelectField(lazy_gettext("Kind"), choices=choices(KIND_NAMES))
    inhabitants = WholeNumber(lazy_gettext("Inhabitants"), [Optional(), NumberRange(0, _MOST, _TOO_MANY)])
    about_sv = text(lazy_gettext("About the organisation, in Swedish"), LONGEST_ABOUT)
    about_en = text(lazy_gettext("About the organisation, in English"), LONGEST_ABOUT)
    version = StartedFrom()

    def __init__(self, organisation: Organisation | None = None, with_name: bool = True, **given: Any) -> None:
        super().__init__(**given)
        self.organisation = organisation
        if not with_name:
            del self.name, self.kind

    @classmethod
    def of(cls, organisation: Organisation, with_name: bool) -> OrganisationForm:
        """The form as it stands before an edit, or as it was sent."""
        form = cls(organisation, with_name)
        about = {f"about_{code}": organisation.about.get(code, "") for code in ("sv", "en")}
        kept = {"name": organisation.name, "kind": organisation.kind.value, "inhabitants": organisation.inhabitants}
        if not form.is_submitted():
            form.process(data={**kept, **about, "version": organisation.version})
        return form

    def validate_name(self, field: StringField) -> None:
        same = sa.select(Organisation.id).where(sa.func.lower(Organisation.name) == field.data.lower())
        taken = db.session.scalar(same.limit(1))
        if taken is not None and taken != (self.organisation and self.organisation.id):
            raise ValidationError(gettext("There is an organisation with this name already."))

    def values(self) -> dict[str, Any]:
        """What to save, by the model's own names."""
        about = {"sv": self.about_sv.data, "en": self.about_en.data}
        found: dict[str, Any] = {"inhabitants": self.inhabitants.data, "about": about}
        if "name" in self:
            found |= {"name": self.name.data, "kind": OrganisationKind(self.kind.data)}
        return found
