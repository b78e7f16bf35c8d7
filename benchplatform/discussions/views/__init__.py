"""The pages of discussions; importing them hangs them on the blueprint."""

from ..blueprint import bp
from . import (  # noqa: F401
    about,
    arranging,
    audience,
    drafts,
    endings,
    lists,
    moderating,
    post_page,
    posts,
    threads,
)

__all__ = ["bp"]
