"""What a template is called, and what it is copied or taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from ...fields import StartedFrom, choices
from ...programmes.forms import NamesForm
from ..models import Meeting, ProgrammeTemplate, TemplateVersion
from .content import meetings_of
from .offering import label
from .shapes import WrongShape
from .taking_in import LARGEST_FILE, read_file

_NEW = "new-"


class CopyForm(NamesForm):
    source = SelectField(lazy_gettext("Copy which template"))

    @classmethod
    def of(cls, offered: Sequence[TemplateVersion]) -> Self:
        """With the one that the address names already chosen."""
        form = cls(data={"source": request.args.get("source", "")})
        form.offered = {str(version.id): version for version in offered}
        form.source.choices = choices({version.id: label(version) for version in offered})
        return form

    offered: dict[str, TemplateVersion]

    @property
    def chosen(self) -> TemplateVersion:
        return self.offered[self.source.data]


class RenameForm(NamesForm):
    version = StartedFrom()

    @classmethod
    def of(cls, template: ProgrammeTemplate) -> Self:
        names = {"name_sv": template.name.get("sv"), "name_en": template.name.get("en")}
        return cls(data=names | {"version": template.version})


class FileForm(NamesForm):
    """Left empty, the name is the one in the file."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file first."))],
        render_kw={"accept": ".json,application/json"},
    )
    content: list[dict[str, Any]]
    _name: Mapping[str, str] = {}

    def validate_name_sv(self, field: Field) -> None:
        """The file may have one."""

    def validate_file(self, field: Field) -> None:
        try:
            self._name, self.content = read_file(field.data.stream.read(LARGEST_FILE + 1))
        except WrongShape as found:
            raise ValidationError(str(found)) from found
        if not self.names:
            raise ValidationError(gettext("The file has no name for the template. Write one above."))

    @property
    def names(self) -> dict[str, str]:
        return super().names or dict(self._name)


class KeepForm(NamesForm):
    """Where the day of a meeting is kept: in a meeting of an own template, or of a new copy that gets a name."""

    target = SelectField(lazy_gettext("Keep it as the day of"))
    targets: dict[str, tuple[TemplateVersion, str]]

    @classmethod
    def of(cls, meeting: Meeting, own: Sequence[TemplateVersion], source: TemplateVersion) -> Self:
        """`source` is what a new template is copied from; the meeting of the same number is proposed."""
        form = cls()
        new = gettext("A new template, copied from %(template)s", template=label(source))
        groups = [(label(version), f"{version.id}-", version) for version in own] + [(new, _NEW, source)]
        whole = [(name, prefix, version, one) for name, prefix, version in groups for one in meetings_of(version)]
        form.targets = {f"{prefix}{one.key}": (version, one.key) for _, prefix, version, one in whole}
        form.target.choices = [
            SelectChoice(f"{prefix}{one.key}", str(one.title), optgroup=name) for name, prefix, _, one in whole
        ]
        if not form.is_submitted():
            same = (f"{prefix}{one.key}" for _, prefix, _, one in whole if one.number == meeting.number)
            form.target.data = next(same, None)
        return form

    @property
    def chosen(self) -> tuple[TemplateVersion, str]:
        """Version and key of the meeting."""
        return self.targets[self.target.data]

    @property
    def is_new(self) -> bool:
        return bool(self.target.data.startswith(_NEW))

    def validate_name_sv(self, field: Field) -> None:
        if self.target.data in self.targets and self.is_new:
            super().validate_name_sv(field)
