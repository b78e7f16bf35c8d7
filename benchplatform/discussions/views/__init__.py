"""The pages of discussions; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import (  # noqa: F401
    about,
    arranging,
    audience,
    becoming,
    drafts,
    endings,
    lists,
    moderating,
    post_page,
    posts,
    questions,
    threads,
    writing,
)

__all__ = ["bp"]
