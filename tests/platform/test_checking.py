"""`benchplatform check` and `benchplatform permissions`: what they print, and when they fail."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from benchplatform import config, printing
from benchplatform.checking import look, permission_map
from benchplatform.cli import main

from .conftest import MakeApp


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in config.SETTINGS:
        monkeypatch.delenv(f"BENCH_{setting.name}", raising=False)


@pytest.fixture
def run(tmp_path: Path) -> object:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["--instance", str(tmp_path / "instance"), *arguments])

    return run


def lines(app: Flask) -> dict[str, str]:
    """About what -> state and text, without the settings."""
    with app.app_context():
        names = {setting.name for setting in config.SETTINGS}
        return {line.about: f"{line.state}: {line.text}" for line in look(app) if line.about not in names}


def test_a_site_in_good_order(app: Flask) -> None:
    settings, dialect = (
        app.config["BENCH"],
        "sqlite" if "sqlite" in app.config["SQLALCHEMY_DATABASE_URI"] else "postgresql",
    )
    assert lines(app) == {
        "database": f"ok: {dialect}",
        "migrations": "ok: up to date",
        "files": f"ok: folder {settings['FILES_URL']}",
        "mail": "note: SMTP_URL is empty: mail stays in the outbox",
        "pdf": "ok: the day can be had as PDF",
        "plugin": "ok: bench_presentations",
    }


def test_every_setting_says_where_it_came_from_and_no_secret_is_told(make_app: MakeApp) -> None:
    site = make_app(SECRET_KEY="k" * 40, SMTP_URL="smtp://user:word@127.0.0.1:1")
    with site.app_context():
        text = "\n".join(str(line) for line in look(site))
    assert re.search(r"^ok     SECRET_KEY     \(secret\) +from config=$", text, re.MULTILINE)
    assert re.search(r"^ok     THREADS        8 +from default$", text, re.MULTILINE)
    assert "k" * 40 not in text
    assert "word" not in text
    for setting in config.SETTINGS:
        assert re.search(rf"^ok     {setting.name} ", text, re.MULTILINE)


def test_each_trouble_has_its_line(make_app: MakeApp, fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_SMTP_ULR", "x")
    site = make_app(
        DATABASE_URL=fresh_url, SMTP_URL="smtp://127.0.0.1:1", SITE_URL="http://bench.example.org", SECRET_KEY="x"
    )
    site.extensions["bench_files"].incoming = Path("/nowhere/at/all")
    found = lines(site)
    assert found["migrations"] == "wrong: behind: benchplatform. Run: benchplatform init"
    assert found["mail"].startswith("wrong: the mail server does not answer: ")
    assert found["files"].startswith("wrong: ")
    assert found["BENCH_SMTP_ULR"] == "note: in the environment, but no setting has this name"
    with site.app_context():
        assert [line.text for line in look(site) if line.about == "settings"] == site.config["BENCH"].unsafe()
        assert len(site.config["BENCH"].unsafe()) == 2


def test_a_database_out_of_reach_is_a_line_and_not_a_crash(make_app: MakeApp) -> None:
    found = lines(make_app(DATABASE_URL="postgresql+psycopg://bench:secret@127.0.0.1:1/bench"))
    assert found["database"].startswith("wrong: ")
    assert found["migrations"].startswith("wrong: ")
    assert "secret" not in found["database"] + found["migrations"]


def test_a_port_that_is_no_number_is_a_line(make_app: MakeApp) -> None:
    assert lines(make_app(SMTP_URL="smtp://mail.example.org:port"))["mail"].startswith("wrong: ")


def test_check_fails_until_the_site_is_set_up(run: object) -> None:
    before = run("check")  # type: ignore[operator]
    assert before.exit_code == 1
    assert "wrong  migrations     behind: benchplatform. Run: benchplatform init" in before.output
    assert run("init").output == "The database is up to date.\n"  # type: ignore[operator]
    after = run("check")  # type: ignore[operator]
    assert after.exit_code == 0, after.output
    assert "wrong" not in after.output


def test_a_setting_that_cannot_be_used_is_one_line(run: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_THREADS", "many")
    for command in ("check", "init", "serve", "permissions", "run-jobs", "worker"):
        result = run(command)  # type: ignore[operator]
        assert result.exit_code == 1
        assert result.output == "Error: THREADS must be a whole number, not 'many'.\n"


def test_serving_is_refused_before_the_database_is_made_and_where_it_is_unsafe(
    run: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = run("serve")  # type: ignore[operator]
    assert early.exit_code == 1
    assert early.output == "Error: The database is behind (benchplatform). Run: benchplatform init\n"
    monkeypatch.setenv("BENCH_SITE_URL", "http://bench.example.org")
    unsafe = run("serve")  # type: ignore[operator]
    assert unsafe.exit_code == 1
    assert "passwords would travel in clear text" in unsafe.output


def test_jobs_can_be_run_twice(run: object) -> None:
    run("init")  # type: ignore[operator]
    assert [run("run-jobs").output for _ in range(2)] == ["0 jobs done.\n"] * 2  # type: ignore[operator]


def test_the_map_of_rights_as_text(app: Flask) -> None:
    text = permission_map(app, "text")
    assert re.search(r"^clusters\.read +\S.+\.$", text, re.MULTILINE)
    assert re.search(r"^\(public\) +GET +/sign-in|^\(public\) +GET,POST +/sign-in", text, re.MULTILINE)
    for name, predicate in app.extensions["benchplatform"].rules.items():
        assert f"{name:<32} {predicate.__doc__.splitlines()[0]}" in text


def test_the_map_of_rights_for_a_stranger_s_tool(app: Flask) -> None:
    found = json.loads(permission_map(app, "json"))
    rules = app.extensions["benchplatform"].rules
    assert set(found) == {"rules", "routes"}
    assert set(found["rules"]) == set(rules)
    assert len(found["routes"]) == len(list(app.url_map.iter_rules()))
    assert {route["rule"] for route in found["routes"]} <= {*rules, "(public)"}
    assert {"address": "/sign-out", "methods": ["POST"], "rule": "(public)"} in found["routes"]


def test_what_pdfs_need_and_is_missing_is_a_note(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LIBRARIES", ("no-such-library",))
    printing.is_there.cache_clear()
    try:
        found = lines(app)
    finally:
        printing.is_there.cache_clear()
    assert found["pdf"] == "note: not made: pip install 'benchplatform[pdf]', and no-such-library"
