"""What `benchplatform check` and `benchplatform permissions` print."""

from __future__ import annotations

import inspect
import json
import smtplib
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask

from . import migrating, printing
from .config import SETTINGS, Setting, unknown_in_environment
from .database import db
from .mail.outbox import connection


@dataclass(frozen=True)
class Line:
    """One finding: `ok`, `note` or `wrong`."""

    state: str
    about: str
    text: str

    @property
    def is_wrong(self) -> bool:
        return self.state == "wrong"

    def __str__(self) -> str:
        return f"{self.state:<6} {self.about:<14} {self.text}"


def look(app: Flask) -> list[Line]:
    """Every line, settings first; nothing is changed."""
    return [*_settings(app), _database(app), _migrations(app), _files(app), _mail(app), *_plugins(app), _printing()]


def _settings(app: Flask) -> list[Line]:
    settings = app.config["BENCH"]
    lines = []
    for setting in SETTINGS:
        value = "(secret)" if setting.secret and settings[setting.name] else settings[setting.name]
        lines.append(Line("ok", setting.name, f"{value!s:<45} from {settings.sources[setting.name]}"))
    lines += [
        Line("note", name, "in the environment, but no setting has this name") for name in unknown_in_environment()
    ]
    return [*lines, *(Line("wrong", "settings", sentence) for sentence in settings.unsafe())]


def _database(app: Flask) -> Line:
    try:
        db.session.execute(sa.text("SELECT 1"))
        db.session.rollback()
    except sa.exc.SQLAlchemyError as error:
        return Line("wrong", "database", str(error).splitlines()[0])
    return Line("ok", "database", db.engine.dialect.name)


def _migrations(app: Flask) -> Line:
    try:
        behind = migrating.pending(app)
    except sa.exc.SQLAlchemyError as error:
        return Line("wrong", "migrations", str(error).splitlines()[0])
    if behind:
        program = "flask bench" if "bench_host" in app.extensions else "benchplatform"
        return Line("wrong", "migrations", f"behind: {', '.join(behind)}. Run: {program} init")
    return Line("ok", "migrations", "up to date")


def _files(app: Flask) -> Line:
    try:
        return Line("ok", "files", app.extensions["bench_files"].check())
    except OSError as error:
        return Line("wrong", "files", str(error))


def _mail(app: Flask) -> Line:
    url = app.config["BENCH"]["SMTP_URL"]
    if not url:
        return Line("note", "mail", "SMTP_URL is empty: mail stays in the outbox")
    try:
        with connection(url) as server:
            server.noop()
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return Line("wrong", "mail", f"the mail server does not answer: {error}")
    return Line("ok", "mail", "the mail server answers")


def _plugins(app: Flask) -> list[Line]:
    plugins = app.extensions["benchplatform"].plugins
    return [Line("ok", "plugin", plugin.name) for plugin in plugins if plugin.name.startswith("bench_")]


def _printing() -> Line:
    if printing.is_there():
        return Line("ok", "pdf", "the day can be had as PDF")
    return Line("note", "pdf", f"not made: pip install 'benchplatform[pdf]', and {', '.join(printing.LIBRARIES)}")


def settings_page() -> str:
    """The text of `docs/settings.md`: python -m benchplatform settings > docs/settings.md."""
    rows = [_row(setting) for setting in SETTINGS]
    return _SETTINGS_PAGE + "\n".join(["| Setting | Default | What it is |", "|---|---|---|", *rows]) + "\n"


def _row(setting: Setting) -> str:
    default = (
        {True: "yes", False: "no"}.get(setting.default, setting.default) if setting.kind is bool else setting.default
    )
    kept = " Never printed." if setting.secret else ""
    return f"| `{setting.name}` | {f'`{default}`' if default != '' else ''} | {setting.help.replace('|', '/')}{kept} |"


_SETTINGS_PAGE = """# Settings

Nothing has to be set to try Benchplatform. A value is taken from the first of these that has it:

1. `config=`, when the platform is made by other code: `Benchplatform(host, config={"SITE_NAME": "…"})`;
2. the environment, with `BENCH_` before the name: `BENCH_SITE_NAME`;
3. the file `config.py` in the instance folder: `SITE_NAME = "…"`;
4. the default below.

`benchplatform check` prints every value with where it came from, and says what is unsafe; `benchplatform serve`
refuses unsafe settings unless it serves a demo. The instance folder is `--instance` or `BENCH_INSTANCE`, else
`instance`. `benchplatform settings` prints this page.

"""


def permission_map(app: Flask, style: str) -> str:
    rules = app.extensions["benchplatform"].rules
    sentences = {name: inspect.getdoc(rule) or "" for name, rule in sorted(rules.items())}
    routes = sorted(
        (rule.rule, ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), _rule_of(app, rule.endpoint))
        for rule in app.url_map.iter_rules()
    )
    if style == "json":
        named = [{"address": a, "methods": m.split(","), "rule": r} for a, m, r in routes]
        return json.dumps({"rules": sentences, "routes": named}, indent=2, ensure_ascii=False)
    lines = [f"{name:<32} {sentence}" for name, sentence in sentences.items()]
    return "\n".join([*lines, "", *(f"{rule:<32} {methods:<9} {address}" for address, methods, rule in routes)])


def _rule_of(app: Flask, endpoint: str) -> str:
    return getattr(app.view_functions[endpoint], "rule_name", None) or "(public)"
