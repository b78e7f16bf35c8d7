"""Benchplatform: `create_app()` alone, `Benchplatform(host_app, …)` inside a Flask site that already exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app
    from .embedding.identity import Identity
    from .embedding.mount import Benchplatform

__all__ = ["Benchplatform", "Identity", "create_app"]


def __getattr__(name: str) -> Any:
    """Load the three names when they are asked for: the features import this package while it is being made."""
    if name == "create_app":
        from .app import create_app  # noqa: PLC0415

        return create_app
    if name in ("Benchplatform", "Identity"):
        from . import embedding  # noqa: PLC0415

        return getattr(embedding, name)
    raise AttributeError(name)
