"""A template as a file that another programme or installation can take in."""

from __future__ import annotations

import json

from ..models import TemplateVersion


def as_file(version: TemplateVersion) -> bytes:
    """JSON in UTF-8, laid out for people to read, as `taking_in` reads it."""
    content = {"name": dict(version.template.name), "meetings": version.content}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
