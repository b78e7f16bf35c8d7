"""Presentations."""

from benchplatform.plugin import Plugin

from . import models  # noqa: F401

plugin = Plugin(name="bench_presentations")
