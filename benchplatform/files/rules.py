"""Who may do what with files."""

from __future__ import annotations

from typing import Any

from ..permissions import rule
from .models import StoredFile


@rule("files.read")
def read(person: Any, file: StoredFile) -> bool:
    """Everybody who sees what the file belongs to."""
    return True
