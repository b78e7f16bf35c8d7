"""Settings: what there is to set, where each value came from, and what is unsafe.

A value is taken from `config=`, else from the environment (`BENCH_<NAME>`), else from `instance/config.py`,
else from the default below. `docs/settings.md` is made from this table.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class ConfigError(Exception):
    """A setting that cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Setting:
    """One setting. `kind` is the type that text from the environment is read as."""

    name: str
    default: Any
    help: str
    kind: type = str
    secret: bool = False


SETTINGS = (
    Setting("SITE_NAME", "Benchplatform", "The name in the top left corner and in mail."),
    Setting("SITE_URL", "http://127.0.0.1:8000", "The address people use; links in mail are built from it."),
    Setting("SECRET_KEY", "", "Signs cookies and links; made in the instance folder when empty.", secret=True),
    Setting("DATABASE_URL", "", "SQLAlchemy address; empty means SQLite in the instance folder.", secret=True),
    Setting("FILES_URL", "", "A folder, or s3://bucket/prefix?endpoint=…&region=…; empty means instance/files."),
    Setting(
        "SMTP_URL",
        "",
        "smtp://user:password@host:587?starttls=1; empty keeps mail in the outbox.",
        secret=True,
    ),
    Setting("MAIL_FROM", "", "Sender of mail; empty means no-reply at the host of SITE_URL."),
    Setting("REDIS_URL", "", "Shares rate limits between several web processes.", secret=True),
    Setting("PLUGINS", "all", "Names of the plugins that are on, with commas and in order; `all` or `none`."),
    Setting("DEMO", False, "Invented people with a known password. Never with real people.", bool),
    Setting("LOCALE", "sv", "Language for those who have not chosen: sv or en."),
    Setting("TIME_ZONE", "Europe/Stockholm", "Time zone of new clusters and of pages outside a cluster."),
    Setting("UPLOAD_LIMIT_MB", 50, "Largest file that may be uploaded, in megabytes (10^6 bytes).", int),
    Setting("JOBS", "inside", "`inside`: background work in the web process; `worker`: in `benchplatform worker`."),
    Setting("THREADS", 8, "Threads of the web server.", int),
    Setting("PROXIES", 0, "Number of trusted reverse proxies in front.", int),
    Setting("LOG", "text", "`text` for people, `json` for machines."),
    Setting("SESSION_DAYS", 14, "A sign-in ends after this many days without a visit.", int),
)


@dataclass
class Settings:
    """All settings of one installation, with the origin of each."""

    instance: Path
    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def is_https(self) -> bool:
        return str(self["SITE_URL"]).startswith("https://")

    @property
    def site_host(self) -> str:
        return urlsplit(str(self["SITE_URL"])).hostname or ""

    def unsafe(self) -> list[str]:
        """Sentences about settings that must not meet real people; empty when all is well."""
        found = []
        if not self.is_https and self.site_host not in LOOPBACK:
            found.append("SITE_URL is http:// and not on this machine: passwords would travel in clear text.")
        if len(str(self["SECRET_KEY"])) < 32:
            found.append("SECRET_KEY is shorter than 32 characters.")
        if self["DEMO"] and self.site_host not in LOOPBACK:
            found.append("DEMO is on for a public address: anyone can sign in as the demo people.")
        return found


def load(instance: Path | str | None = None, config: Mapping[str, Any] | None = None) -> Settings:
    """Read every setting for the installation in `instance` (a folder; made when missing).

    Raises ConfigError for a name that does not exist or a value of the wrong kind.
    """
    folder = Path(instance or os.environ.get("BENCH_INSTANCE") or "instance").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    given = dict(config or {})
    unknown = set(given) - {setting.name for setting in SETTINGS}
    if unknown:
        raise ConfigError(f"There is no setting named {', '.join(sorted(unknown))}.")
    settings, from_file = Settings(folder), _read_file(folder / "config.py")
    for setting in SETTINGS:
        value, source = _find(setting, given, from_file)
        settings.values[setting.name] = _typed(setting, value)
        settings.sources[setting.name] = source
    _fill_in(settings)
    return settings


def _find(setting: Setting, given: Mapping[str, Any], from_file: Mapping[str, Any]) -> tuple[Any, str]:
    if setting.name in given:
        return given[setting.name], "config="
    if f"BENCH_{setting.name}" in os.environ:
        return os.environ[f"BENCH_{setting.name}"], "environment"
    if setting.name in from_file:
        return from_file[setting.name], "instance/config.py"
    return setting.default, "default"


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    names: dict[str, Any] = {}
    exec(compile(path.read_text("utf-8"), str(path), "exec"), names)  # noqa: S102 the owner's own file
    return names


def _typed(setting: Setting, value: Any) -> Any:
    if setting.kind is bool and isinstance(value, str):
        if value.lower() not in _TRUE | _FALSE:
            raise ConfigError(f"{setting.name} must be yes or no, not {value!r}.")
        return value.lower() in _TRUE
    try:
        return setting.kind(value)
    except ValueError:
        raise ConfigError(f"{setting.name} must be a whole number, not {value!r}.") from None


def _fill_in(settings: Settings) -> None:
    values, folder = settings.values, settings.instance
    values["SITE_URL"] = values["SITE_URL"].rstrip("/")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _own_secret(folder / "secret_key")
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{folder / 'bench.sqlite3'}"
    values["FILES_URL"] = values["FILES_URL"] or str(folder / "files")
    values["MAIL_FROM"] = values["MAIL_FROM"] or f"no-reply@{settings.site_host or 'localhost'}"


def _own_secret(path: Path) -> str:
    """The installation's own key, made once; readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()
