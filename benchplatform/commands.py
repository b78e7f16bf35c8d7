"""What a command of the platform, a feature or a plugin needs: the application."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import click
from flask import Flask

from .config import ConfigError
from .permissions import UndeclaredView


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the application, inside its context; settings that cannot be used become one line.

    `context.obj` is a function that returns it: this installation's, or the one that a host has mounted.
    """

    @click.pass_context
    def run(context: click.Context, /, **options: Any) -> Any:
        try:
            app: Flask = context.obj()
        except (ConfigError, UndeclaredView) as error:
            raise click.ClickException(str(error)) from error
        with app.app_context():
            return command(app, **options)

    return update_wrapper(run, command)
