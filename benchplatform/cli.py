"""The command `benchplatform`: set up, serve, check, invite. Mounted in a host it is `flask bench …`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask

from . import checking, config, logs, migrating
from .commands import with_app
from .database import writing
from .plugin import Plugin, chosen
from .serving import PortTaken, serve


class Commands(click.Group):
    """The commands below, and those that the platform's features and the plugins that are on declare."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *self._declared(context)})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return super().get_command(context, name) or self._declared(context).get(name)

    def _declared(self, context: click.Context) -> dict[str, click.Command]:
        """Without making the application, which may not be set up yet; plugins count once the installation is known."""
        from .app import FEATURES  # noqa: PLC0415 importing all features is slow, and our own commands need none

        plugins, instance = list(FEATURES), context.params.get("instance")
        if instance and Path(instance).is_dir():
            try:
                plugins += chosen(config.load(instance)["PLUGINS"])
            except config.ConfigError as error:
                raise click.ClickException(str(error)) from error
        return _commands_of(plugins)


def _commands_of(plugins: Iterable[Plugin]) -> dict[str, click.Command]:
    return {str(command.name): command for plugin in plugins for command in plugin.commands}


@click.group(cls=Commands)
@click.option("--instance", envvar="BENCH_INSTANCE", default="instance", help="Folder of this installation.")
@click.version_option(package_name="benchplatform")
@click.pass_context
def main(context: click.Context, instance: str) -> None:
    """Benchplatform: software for organisations that improve by benchmarking each other."""
    from .app import create_app  # noqa: PLC0415 the whole application, which `--help` does not need

    def application() -> Flask:
        app = create_app(instance=instance)
        logs.set_up(app.config["BENCH"]["LOG"])
        return app

    context.obj = application


@main.command()
@with_app
def init(app: Flask) -> None:
    """Make or upgrade the database and its built-in template, and load the demo into an empty one when DEMO is on."""
    from .meetings.templating.builtin import keep_current  # noqa: PLC0415 all models, which no other command needs

    migrating.upgrade(app)
    with writing():
        keep_current()
    click.echo("The database is up to date.")
    if app.config["BENCH"]["DEMO"]:
        from .demo import load  # noqa: PLC0415 invented content, of no use to a real installation

        click.echo(load())


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, help="0 takes a free one.")
@with_app
def serve_command(app: Flask, host: str, port: int) -> None:
    """Serve the site until it is stopped."""
    settings = app.config["BENCH"]
    if settings.unsafe():
        raise click.ClickException(" ".join(settings.unsafe()))
    if behind := migrating.pending(app):
        raise click.ClickException(f"The database is behind ({', '.join(behind)}). Run: benchplatform init")

    def ready(taken: int) -> None:
        click.echo(f"Serving at http://{host}:{taken}/")
        if settings["DEMO"]:
            from .demo import sign_ins  # noqa: PLC0415 only said in demo mode

            click.echo(sign_ins())
        click.echo("Stop with Ctrl+C.")
        sys.stdout.flush()

    try:
        serve(app, host, port, ready)
    except PortTaken as error:
        raise click.ClickException(f"{error} Choose another: --port 8001 (make run PORT=8001)") from error


@main.command()
@with_app
def worker(app: Flask) -> None:
    """Do the jobs of a site whose web processes have JOBS=worker; stop with Ctrl+C."""
    from .jobs.worker import work_until_told  # noqa: PLC0415 no other command needs it

    def ready() -> None:
        click.echo("Working. Stop with Ctrl+C.")
        sys.stdout.flush()

    work_until_told(app, ready)
    click.echo("Stopped.")


@main.command("run-jobs")
@with_app
def run_jobs(app: Flask) -> None:
    """Do the jobs that are due and stop: for cron, safe to run twice."""
    from .jobs.daily import plan_daily  # noqa: PLC0415
    from .jobs.queue import run_due  # noqa: PLC0415

    plan_daily()
    click.echo(f"{run_due(app)} jobs done.")


@main.command()
@with_app
def check(app: Flask) -> None:
    """Look at settings, database, migrations, files, mail and programs: a line for each; exit code 1 if one fails."""
    lines = checking.look(app)
    for line in lines:
        click.echo(str(line))
    if any(line.is_wrong for line in lines):
        sys.exit(1)


@main.command()
def settings() -> None:
    """Print every setting with its default and what it is for, as a page."""
    click.echo(checking.settings_page(), nl=False)


@main.command()
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@with_app
def permissions(app: Flask, style: str) -> None:
    """Print who may: every rule with its sentence, and every route with its rule."""
    click.echo(checking.permission_map(app, style))


@main.command()
@click.confirmation_option(prompt="This deletes all tables of Benchplatform, and with them what people wrote. Go on?")
@with_app
def remove(app: Flask) -> None:
    """Take the platform's tables out of the database again; other tables in it are left alone."""
    migrating.remove(app)
    click.echo("The tables are gone. Uploaded files are still there; delete them yourself:")
    click.echo(app.extensions["bench_files"].check())


def in_host(app: Flask) -> dict[str, click.Command]:
    """The commands for `flask bench …` in a host: all but `serve`, and those of the features that are on."""
    ours = {name: command for name, command in main.commands.items() if name != "serve"}
    return ours | _commands_of(app.extensions["benchplatform"].plugins)
