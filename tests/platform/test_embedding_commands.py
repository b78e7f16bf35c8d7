"""`flask bench …` in a host's database: ours comes, stays beside the host's own tables, and goes without a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from .embedded import Browser, enter, mounted, plain_host, strict_host


@pytest.fixture
def host(app: Flask, fresh_url: str, tmp_path: Path) -> Flask:
    return strict_host(fresh_url, tmp_path)


def bench(host: Flask, *words: str, answer: str | None = None) -> Result:
    return host.test_cli_runner().invoke(args=["bench", *words], input=answer)


def tables(url: str) -> set[str]:
    engine = sa.create_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_init_adds_our_tables_and_leaves_the_hosts(host: Flask, fresh_url: str) -> None:
    assert tables(fresh_url) == {"member"}
    assert bench(host, "init").output == "The database is up to date.\n"
    assert all(name == "member" or name.startswith("bench_") for name in tables(fresh_url))
    assert {"member", "bench_person", "bench_version"} <= tables(fresh_url)
    browser = Browser(host)
    enter(browser, 1)
    assert "Notes of Anna Ek" in browser.get("/inside/bench/notes").text


def test_remove_takes_ours_away_and_nothing_else(host: Flask, fresh_url: str) -> None:
    bench(host, "init")
    browser = Browser(host)
    enter(browser, 1)
    browser.send("/inside/bench/notes", "/inside/bench/notes", text="Kept in ours")
    done = bench(host, "remove", "--yes")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("The tables are gone.")
    assert tables(fresh_url) == {"member"}
    assert browser.get("/").text == "Hello Anna Ek"
    assert bench(host, "init").exit_code == 0


def test_remove_asks_first(host: Flask, fresh_url: str) -> None:
    bench(host, "init")
    assert bench(host, "remove", answer="n\n").exit_code == 1
    assert "bench_person" in tables(fresh_url)


def test_the_commands_are_those_of_the_platform_without_serve(host: Flask) -> None:
    listed = bench(host, "--help").output
    for name in ("init", "check", "permissions", "person", "run-jobs", "worker", "remove"):
        assert f"\n  {name} " in listed
    assert "\n  serve " not in listed


def test_check_and_permissions_speak_of_this_installation(host: Flask, tmp_path: Path) -> None:
    assert "behind: benchplatform" in bench(host, "check").output
    bench(host, "init")
    assert "up to date" in bench(host, "check").output
    rules = json.loads(bench(host, "permissions", "--format", "json").output)["rules"]
    assert rules["probe.use"] == "Anybody who is signed in."
    assert bench(host, "run-jobs").output == "0 jobs done.\n"


def test_an_administrator_made_by_command_is_found_at_the_first_visit(host: Flask, fresh_url: str) -> None:
    bench(host, "init")
    made = bench(host, "person", "create-administrator", "1@strict.example", "Anna")
    assert made.exit_code == 0, made.output
    assert "password" not in made.output.lower()
    browser = Browser(host)
    enter(browser, 1)
    assert 'href="/inside/bench/admin/"' in browser.get("/inside/bench/notes").text
    engine = sa.create_engine(fresh_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT host_subject, name, administrator_since FROM bench_person")).all()
    engine.dispose()
    assert [(row[0], row[1], row[2] is not None) for row in rows] == [("1", "Anna Ek", True)]


def test_a_relative_sqlite_address_is_the_hosts_own_file(app: Flask, tmp_path: Path) -> None:
    host = Flask("relative", instance_path=str(tmp_path), static_folder=None)
    mounted(host, "sqlite:///site.sqlite3", tmp_path, "/bench", identity=lambda: None)
    assert bench(host, "init").exit_code == 0
    assert "bench_person" in tables(f"sqlite:///{tmp_path / 'site.sqlite3'}")


def test_without_settings_everything_is_in_the_hosts_instance_folder(
    app: Flask, tmp_path: Path, database_url: str
) -> None:
    host = plain_host("", tmp_path)
    assert bench(host, "init").exit_code == 0
    assert "bench_person" in tables(f"sqlite:///{tmp_path / 'bench' / 'bench.sqlite3'}")
