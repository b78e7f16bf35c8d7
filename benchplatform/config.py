"""Settings: what there is to set, where each value came from, and what is unsafe.

A value is taken from `config=`, else from the environment (`BENCH_<NAME>`), else from `instance/config.py`,
else from the default below. `docs/settings.md` is made from this table.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

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
    among: tuple[str, ...] = ()
    """The only words it may be, when there are few."""
    least: int = 0


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
    Setting("LOCALE", "sv", "Language for those who have not chosen: sv or en.", among=("sv", "en")),
    Setting("TIME_ZONE", "Europe/Stockholm", "Time zone of new clusters and of pages outside a cluster."),
    Setting("UPLOAD_LIMIT_MB", 50, "Largest file that may be uploaded, in megabytes (10^6 bytes).", int, least=1),
    Setting(
        "JOBS",
        "inside",
        "`inside`: background work in the web process; `worker`: in `benchplatform worker`.",
        among=("inside", "worker"),
    ),
    Setting("THREADS", 8, "Threads of the web server.", int, least=1),
    Setting("PROXIES", 0, "Number of trusted reverse proxies in front.", int),
    Setting("LOG", "text", "`text` for people, `json` for machines.", among=("text", "json")),
    Setting("SESSION_DAYS", 14, "A sign-in ends after this many days without a visit.", int, least=1),
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
        if _sends_password_openly(str(self["SMTP_URL"])):
            found.append("SMTP_URL sends its password in clear text: add ?starttls=1, or use smtps://.")
        return found


def load(instance: Path | str | None = None, config: Mapping[str, Any] | None = None) -> Settings:
    """Read every setting for the installation in `instance` (a folder; made when missing).

    Raises ConfigError for a name that does not exist or a value of the wrong kind.
    """
    folder = Path(instance or os.environ.get("BENCH_INSTANCE") or "instance").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    given, from_file, settings = dict(config or {}), _read_file(folder / "config.py"), Settings(folder)
    for names, where in ((given, ""), (from_file, " (in instance/config.py)")):
        if unknown := set(names) - {setting.name for setting in SETTINGS}:
            raise ConfigError(f"There is no setting named {', '.join(sorted(unknown))}{where}.")
    for setting in SETTINGS:
        value, source = _find(setting, given, from_file)
        settings.values[setting.name] = _typed(setting, value)
        settings.sources[setting.name] = source
    _fill_in(settings)
    return settings


def unknown_in_environment() -> list[str]:
    """Names that look like ours and are none: most often a slip of the pen, and the value would be missed."""
    known = {f"BENCH_{setting.name}" for setting in SETTINGS} | {"BENCH_INSTANCE"}
    return sorted(name for name in os.environ if name.startswith("BENCH_") and name not in known)


def _find(setting: Setting, given: Mapping[str, Any], from_file: Mapping[str, Any]) -> tuple[Any, str]:
    if given.get(setting.name) is not None:
        return given[setting.name], "config="
    if f"BENCH_{setting.name}" in os.environ:
        return os.environ[f"BENCH_{setting.name}"], "environment"
    if setting.name in from_file:
        return from_file[setting.name], "instance/config.py"
    return setting.default, "default"


def _read_file(path: Path) -> dict[str, Any]:
    """What the file sets: its names in capitals."""
    if not path.exists():
        return {}
    names: dict[str, Any] = {}
    try:
        exec(compile(path.read_text("utf-8"), str(path), "exec"), names)  # noqa: S102 the owner's own file
    except Exception as error:  # the file is a program, and may fail in any way
        raise ConfigError(f"{path} cannot be read: {type(error).__name__}: {error}") from error
    return {name: value for name, value in names.items() if name.isupper()}


def _typed(setting: Setting, value: Any) -> Any:
    if setting.kind is bool:
        return _yes_or_no(setting, value)
    if setting.kind is int:
        return _whole_number(setting, value)
    if setting.among and str(value) not in setting.among:
        raise ConfigError(f"{setting.name} must be {' or '.join(setting.among)}, not {value!r}.")
    return str(value)


def _yes_or_no(setting: Setting, value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ConfigError(f"{setting.name} must be yes or no, not {value!r}.")
    return word in _TRUE


def _whole_number(setting: Setting, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ConfigError(f"{setting.name} must be a whole number, not {value!r}.") from None
    if number < setting.least:
        raise ConfigError(f"{setting.name} must be {setting.least} or more, not {number}.")
    return number


def _fill_in(settings: Settings) -> None:
    values, folder = settings.values, settings.instance
    values["SITE_URL"] = values["SITE_URL"].rstrip("/")
    if not _is_web_address(values["SITE_URL"]):
        raise ConfigError(
            f"SITE_URL must be a whole address such as https://bench.example.org, not {settings['SITE_URL']!r}."
        )
    if not _is_time_zone(values["TIME_ZONE"]):
        raise ConfigError(f"TIME_ZONE must be a name such as Europe/Stockholm, not {settings['TIME_ZONE']!r}.")
    values["SECRET_KEY"] = values["SECRET_KEY"] or _own_secret(folder / "secret_key")
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{folder / 'bench.sqlite3'}"
    values["FILES_URL"] = values["FILES_URL"] or str(folder / "files")
    values["MAIL_FROM"] = values["MAIL_FROM"] or f"no-reply@{settings.site_host or 'localhost'}"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown, a path, a folder of zones
        return False


def _sends_password_openly(url: str) -> bool:
    parts = urlsplit(url)
    is_open = parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("starttls") != "1"
    return is_open and parts.password is not None and parts.hostname not in LOOPBACK


def _own_secret(path: Path) -> str:
    """The installation's own key, made once; readable by its owner alone.

    Written whole under another name first: two processes that start together must never read half of it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text("ascii").strip()
