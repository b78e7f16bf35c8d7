"""The pages of templates; importing them hangs them on the blueprint of meetings."""

from . import editing, keeping, listing, planning, reading, taking_in  # noqa: F401
