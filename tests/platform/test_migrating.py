"""Migrations, and the four traps: a plugin that is gone, rebuilt parents, failed steps, two upgraders at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform import migrating
from benchplatform.plugin import Plugin

from .conftest import MakeApp

STEP = '''"""A step."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = {revision!r}, {down!r}, None, None


def upgrade():
    {up}


def downgrade():
    {back}
'''
FIRST = (
    'op.create_table("bench_parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))',
    'op.create_table("bench_child", sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent_id", sa.Integer,'
    ' sa.ForeignKey("bench_parent.id", ondelete="CASCADE", name="fk_child"), nullable=False))',
    "op.execute(\"INSERT INTO bench_parent VALUES (1, 'a')\")",
    'op.execute("INSERT INTO bench_child VALUES (1, 1)")',
)
BACK = ('op.drop_table("bench_child")', 'op.drop_table("bench_parent")')


@pytest.fixture
def outside(tmp_path: Path) -> Plugin:
    """A plugin from outside with tables of its own, a parent and a child that goes with it."""
    folder = tmp_path / "outside"
    folder.mkdir()
    plugin = Plugin("outside", migrations=str(folder))
    add_step(plugin, "a1", None, FIRST, BACK)
    return plugin


def add_step(
    plugin: Plugin, revision: str, down: str | None, up: tuple[str, ...], back: tuple[str, ...] = ("pass",)
) -> None:
    step = STEP.format(revision=revision, down=down, up="\n    ".join(up), back="\n    ".join(back))
    (Path(str(plugin.migrations)) / f"{revision}.py").write_text(step, "utf-8")


def tables(app: Flask) -> set[str]:
    with migrating._engine(app).connect() as connection:
        return set(sa.inspect(connection).get_table_names())


def ask(app: Flask, statement: str) -> list[tuple[object, ...]]:
    with migrating._engine(app).begin() as connection:
        result = connection.execute(sa.text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


def test_the_migrated_database_is_what_the_models_say(app: Flask) -> None:
    assert migrating.differences(app) == []
    assert migrating.pending(app) == []


def test_upgrading_twice_changes_nothing(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    app = make_app([outside], DATABASE_URL=fresh_url)
    assert migrating.pending(app) == ["benchplatform", "outside"]
    migrating.upgrade(app)
    ask(app, "UPDATE bench_parent SET name = 'kept'")
    migrating.upgrade(app)
    assert migrating.pending(app) == []
    assert ask(app, "SELECT name FROM bench_parent") == [("kept",)]
    assert ask(app, "SELECT version_num FROM bench_version_outside") == [("a1",)]


def test_a_plugin_that_is_gone_does_not_stop_the_others(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    migrating.upgrade(make_app([outside], DATABASE_URL=fresh_url))
    (Path(str(outside.migrations)) / "a1.py").unlink()
    app = make_app(DATABASE_URL=fresh_url)
    migrating.upgrade(app)
    assert migrating.pending(app) == []
    assert ask(app, "SELECT count(*) FROM bench_child") == [(1,)]


def test_a_plugin_taken_back_to_base_leaves_nothing_of_its_own(
    make_app: MakeApp, fresh_url: str, outside: Plugin
) -> None:
    app = make_app([outside], DATABASE_URL=fresh_url)
    migrating.upgrade(make_app(DATABASE_URL=fresh_url))
    before = tables(app)
    migrating.upgrade(app)
    assert tables(app) - before == {"bench_parent", "bench_child", "bench_version_outside"}
    migrating.downgrade(app, "outside", "base")
    assert tables(app) == before
    assert migrating.pending(app) == ["outside"]
    migrating.upgrade(app)
    assert ask(app, "SELECT count(*) FROM bench_child") == [(1,)]


def test_a_rebuilt_parent_keeps_its_children(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    app = make_app([outside], DATABASE_URL=fresh_url)
    migrating.upgrade(app)
    rebuild = (
        'with op.batch_alter_table("bench_parent", recreate="auto") as table:',
        '    table.alter_column("name", type_=sa.String(40), existing_type=sa.String(20))',
    )
    add_step(outside, "a2", "a1", rebuild)
    migrating.upgrade(app)
    assert ask(app, "SELECT id, parent_id FROM bench_child") == [(1, 1)]
    ask(app, "DELETE FROM bench_parent")
    assert ask(app, "SELECT id FROM bench_child") == []


def test_a_step_that_leaves_orphans_is_stopped(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    app = make_app([outside], DATABASE_URL=fresh_url)
    migrating.upgrade(app)
    add_step(outside, "a2", "a1", ('op.execute("INSERT INTO bench_child VALUES (2, 99)")',))
    sentence = "would leave rows without their parents: .'bench_child 2'." if is_sqlite(app) else "fk_child"
    with pytest.raises((RuntimeError, sa.exc.IntegrityError), match=sentence):
        migrating.upgrade(app)
    assert ask(app, "SELECT id FROM bench_child") == [(1,)]
    assert migrating.pending(app) == ["outside"]


def test_a_step_that_fails_leaves_nothing(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    app = make_app([outside], DATABASE_URL=fresh_url)
    migrating.upgrade(app)
    before = tables(app)
    half = (
        'op.create_table("bench_half", sa.Column("id", sa.Integer, primary_key=True))',
        'op.execute("INSERT INTO bench_half VALUES (1)")',
        'raise RuntimeError("in the middle")',
    )
    add_step(outside, "a2", "a1", half)
    with pytest.raises(RuntimeError, match="in the middle"):
        migrating.upgrade(app)
    assert tables(app) == before
    assert ask(app, "SELECT version_num FROM bench_version_outside") == [("a1",)]


def test_a_host_s_tables_are_left_alone(make_app: MakeApp, fresh_url: str, outside: Plugin) -> None:
    """Even where the host keeps rows without parents, as SQLite lets it by default."""
    app = make_app([outside], DATABASE_URL=fresh_url)
    ask(app, "CREATE TABLE bookings (id INTEGER PRIMARY KEY, name VARCHAR(20))")
    ask(app, "INSERT INTO bookings VALUES (1, 'room')")
    if is_sqlite(app):
        engine = sa.create_engine(fresh_url)
        with engine.begin() as careless:
            careless.exec_driver_sql("CREATE TABLE guest (id INTEGER, booking INTEGER REFERENCES bookings (id))")
            careless.exec_driver_sql("INSERT INTO guest VALUES (1, 99)")
        engine.dispose()
    migrating.upgrade(app)
    assert not [found for found in migrating.differences(app) if "bookings" in str(found) or "guest" in str(found)]
    migrating.downgrade(app, "outside", "base")
    migrating.downgrade(app, "benchplatform", "base")
    assert tables(app) <= {"bookings", "guest"}
    assert ask(app, "SELECT id, name FROM bookings") == [(1, "room")]


def test_upgraders_that_start_together_all_succeed(make_app: MakeApp, fresh_url: str, tmp_path: Path) -> None:
    environment = os.environ | {"BENCH_DATABASE_URL": fresh_url, "BENCH_PLUGINS": "all", "BENCH_DEMO": "no"}
    command = [sys.executable, "-m", "benchplatform", "--instance", str(tmp_path / "instance"), "init"]
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert said == ["The database is up to date.\n"] * 2
    app = make_app(DATABASE_URL=fresh_url)
    assert migrating.pending(app) == []
    assert ask(app, "SELECT count(*) FROM bench_version") == [(1,)]


def is_sqlite(app: Flask) -> bool:
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")
