"""`flask bench …`: our commands among the host's."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from ..cli import in_host


def group(name: str, app: Flask) -> AppGroup:
    """The commands of `benchplatform` for this application, without `serve`, which is the host's business."""

    @click.pass_context
    def begin(context: click.Context) -> None:
        context.obj = lambda: app

    return AppGroup(name, callback=begin, commands=in_host(app), help="Benchplatform: set up, check, invite.")
