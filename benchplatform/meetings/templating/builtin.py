"""The template that comes with the code: kept in the database, and followed when the code has a newer one."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ...database import db
from ...languages import Bilingual
from ..models import ProgrammeTemplate, Responsible, TemplateVersion
from .content import Content

KEY = "programme"


@cache
def _file() -> Any:
    path = Path(__file__).parents[2] / "content" / "meeting_templates.json"
    return json.loads(path.read_text("utf-8"))


def content() -> Content:
    """As the code has it."""
    return _file()["meetings"]


def asked_of(responsible: Responsible) -> Bilingual:
    """Who a preparation is asked of, in words."""
    return Bilingual(_file()["responsible"][responsible.value])


def current() -> TemplateVersion:
    """The newest version, which may be a site administrator's; the template is made when nobody has yet."""
    template = _template()
    return template.newest if template else keep_current()


def keep_current() -> TemplateVersion:
    """Make the template, or add a version when the code says something else than it did; never overwrites one."""
    template = _template() or _made()
    newest, digest = template.hold(), _digest()
    from_code = TemplateVersion.template_id == template.id, TemplateVersion.digest.is_not(None)
    last = sa.select(TemplateVersion.digest).where(*from_code).order_by(TemplateVersion.number.desc()).limit(1)
    return newest if db.session.scalar(last) == digest else template.add_version(content(), digest=digest)


def _template() -> ProgrammeTemplate | None:
    return db.session.scalar(sa.select(ProgrammeTemplate).where(ProgrammeTemplate.key == KEY))


def _made() -> ProgrammeTemplate:
    """With its first version; somebody else's when they made it at the same moment."""
    template = ProgrammeTemplate(key=KEY, name=Bilingual(_file()["name"]))
    try:
        with db.session.begin_nested():
            db.session.add(template)
            template.add_version(content(), digest=_digest())
    except sa.exc.IntegrityError:
        return db.session.scalars(sa.select(ProgrammeTemplate).where(ProgrammeTemplate.key == KEY)).one()
    return template


@cache
def _digest() -> str:
    return hashlib.sha256(json.dumps(content(), sort_keys=True).encode()).hexdigest()
