"""Settings: which value holds, what is refused and in which words, and the key that is made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchplatform import config
from benchplatform.config import ConfigError, load


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in config.SETTINGS:
        monkeypatch.delenv(f"BENCH_{setting.name}", raising=False)


def test_each_place_is_asked_in_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [load(tmp_path)]
    (tmp_path / "config.py").write_text('SITE_NAME = "from the file"\nhelper = 1\n', "utf-8")
    found.append(load(tmp_path))
    monkeypatch.setenv("BENCH_SITE_NAME", "from the environment")
    found.append(load(tmp_path))
    found.append(load(tmp_path, {"SITE_NAME": "given"}))
    assert [(settings["SITE_NAME"], settings.sources["SITE_NAME"]) for settings in found] == [
        ("Benchplatform", "default"),
        ("from the file", "instance/config.py"),
        ("from the environment", "environment"),
        ("given", "config="),
    ]


def test_a_given_none_is_as_good_as_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_SMTP_URL", "smtp://127.0.0.1:25")
    settings = load(tmp_path, {"SMTP_URL": None, "DATABASE_URL": None})
    assert settings["SMTP_URL"] == "smtp://127.0.0.1:25"
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path / 'bench.sqlite3'}"


def test_text_from_the_environment_becomes_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_DEMO", "Yes")
    monkeypatch.setenv("BENCH_THREADS", "3")
    settings = load(tmp_path)
    assert settings["DEMO"] is True
    assert settings["THREADS"] == 3


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"SMTP_ULR": "x"}, "There is no setting named SMTP_ULR."),
        ({"DEMO": "perhaps"}, "DEMO must be yes or no, not 'perhaps'."),
        ({"THREADS": "many"}, "THREADS must be a whole number, not 'many'."),
        ({"THREADS": 0}, "THREADS must be 1 or more, not 0."),
        ({"THREADS": 2.5}, "THREADS must be a whole number, not 2.5."),
        ({"PROXIES": "-1"}, "PROXIES must be 0 or more, not -1."),
        ({"JOBS": "insid"}, "JOBS must be inside or worker, not 'insid'."),
        ({"LOCALE": "de"}, "LOCALE must be sv or en, not 'de'."),
        ({"LOG": ""}, "LOG must be text or json, not ''."),
        ({"TIME_ZONE": "Europe"}, "TIME_ZONE must be a name such as Europe/Stockholm, not 'Europe'."),
        ({"TIME_ZONE": "../etc/passwd"}, "TIME_ZONE must be a name such as Europe/Stockholm, not '../etc/passwd'."),
        (
            {"SITE_URL": "bench.example.org"},
            "SITE_URL must be a whole address such as https://bench.example.org, not 'bench.example.org'.",
        ),
        (
            {"SITE_URL": "https://[bad"},
            "SITE_URL must be a whole address such as https://bench.example.org, not 'https://[bad'.",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, given)
    assert str(refused.value) == sentence


def test_a_slip_in_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text('SITE_NAM = "x"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"There is no setting named SITE_NAM \(in instance/config.py\)\."):
        load(tmp_path)


def test_a_file_that_is_no_python_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("SITE_NAME = \n", "utf-8")
    with pytest.raises(ConfigError, match=r"config\.py cannot be read: SyntaxError"):
        load(tmp_path)


def test_a_slip_in_the_environment_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_SMTP_ULR", "smtp://x")
    monkeypatch.setenv("BENCH_INSTANCE", "here")
    assert config.unknown_in_environment() == ["BENCH_SMTP_ULR"]


def test_what_is_empty_is_filled_in_from_the_instance(tmp_path: Path) -> None:
    settings = load(tmp_path / "new", {"SITE_URL": "https://bench.example.org/"})
    assert settings["SITE_URL"] == "https://bench.example.org"
    assert settings["FILES_URL"] == str(tmp_path / "new" / "files")
    assert settings["MAIL_FROM"] == "no-reply@bench.example.org"


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = load(tmp_path), load(tmp_path)
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "secret_key").read_text()
    assert len(first["SECRET_KEY"]) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    code = "import sys; from benchplatform.config import load; print(load(sys.argv[1])['SECRET_KEY'])"
    command = [sys.executable, "-c", code, str(tmp_path / "instance")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {process.communicate()[0].strip() for process in started}
    assert len(keys) == 1
    assert len(keys.pop()) == 64


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({}, []),
        ({"SITE_URL": "http://localhost:8000", "DEMO": True}, []),
        ({"SITE_URL": "https://bench.example.org"}, []),
        (
            {"SITE_URL": "http://bench.example.org"},
            ["SITE_URL is http:// and not on this machine: passwords would travel in clear text."],
        ),
        ({"SECRET_KEY": "short"}, ["SECRET_KEY is shorter than 32 characters."]),
        (
            {"SITE_URL": "https://bench.example.org", "DEMO": True},
            ["DEMO is on for a public address: anyone can sign in as the demo people."],
        ),
        (
            {"SMTP_URL": "smtp://user:word@mail.example.org:587"},
            ["SMTP_URL sends its password in clear text: add ?starttls=1, or use smtps://."],
        ),
        ({"SMTP_URL": "smtp://user:word@mail.example.org:587?starttls=1"}, []),
        ({"SMTP_URL": "smtps://user:word@mail.example.org"}, []),
        ({"SMTP_URL": "smtp://mail.example.org:25"}, []),
    ],
)
def test_what_must_not_meet_real_people_is_said(tmp_path: Path, given: dict[str, Any], sentences: list[str]) -> None:
    assert load(tmp_path, given).unsafe() == sentences
