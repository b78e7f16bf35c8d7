"""The pages of accounts: signing in, passwords, the profile."""

from . import passwords, profile, signing_in  # noqa: F401 they hang their pages on the blueprint
from .blueprint import bp

__all__ = ["bp"]
