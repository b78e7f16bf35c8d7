"""The daily clean-up of files: what nobody speaks of goes, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.database import db, utc_now
from benchplatform.files.actions import keep
from benchplatform.files.cleaning import clean_up
from benchplatform.jobs.daily import plan_daily
from benchplatform.jobs.models import Job
from benchplatform.jobs.queue import run_due

from .. import documents, factories

TWO_DAYS_AGO = (utc_now() - dt.timedelta(days=2)).timestamp()


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.extensions["bench_files"].incoming)


def orphan(app: Flask, content: bytes, is_old: bool) -> str:
    store, digest = app.extensions["bench_files"], hashlib.sha256(content).hexdigest()
    path = store.incoming / "orphan.part"
    path.write_bytes(content)
    store.keep(path, digest)
    if is_old:
        os.utime(store.place(digest), (TWO_DAYS_AGO, TWO_DAYS_AGO))
    return digest


def test_old_pieces_go_and_new_ones_stay(folder: Path) -> None:
    for name in ("old.part", "new.part"):
        (folder / name).write_bytes(b"half a presentation")
    os.utime(folder / "old.part", (TWO_DAYS_AGO, TWO_DAYS_AGO))
    clean_up()
    assert [path.name for path in folder.iterdir()] == ["new.part"]
    (folder / "new.part").unlink()


def test_contents_without_a_row_go_after_a_day(app: Flask) -> None:
    cluster = factories.make_cluster(organisations=[factories.make_organisation()])
    file = keep(
        documents.upload(documents.pdf(), "a.pdf"), factories.make_member(cluster), factories.make_meeting(cluster)
    )
    db.session.commit()
    store = app.extensions["bench_files"]
    os.utime(store.place(file.digest), (TWO_DAYS_AGO, TWO_DAYS_AGO))
    old, new = orphan(app, b"an old orphan", is_old=True), orphan(app, b"a new orphan", is_old=False)
    clean_up()
    assert (store.has(file.digest), store.has(old), store.has(new)) == (True, False, True)


def test_it_is_planned_once_a_day(app: Flask) -> None:
    for _ in range(3):
        plan_daily()
    waiting = db.session.scalars(sa.select(Job).where(Job.name == "files.clean_up")).all()
    assert len(waiting) == 1
    assert dt.timedelta(hours=23) < waiting[0].run_at - utc_now() <= dt.timedelta(days=1)


def test_as_a_job_it_plans_its_next_day(app: Flask, folder: Path) -> None:
    (folder / "old.part").write_bytes(b"")
    os.utime(folder / "old.part", (TWO_DAYS_AGO, TWO_DAYS_AGO))
    plan_daily()
    db.session.execute(sa.update(Job).values(run_at=utc_now()))
    db.session.commit()
    run_due(app)
    plan_daily()
    db.session.expire_all()
    states = db.session.scalars(sa.select(Job.state).where(Job.name == "files.clean_up").order_by(Job.id)).all()
    assert states == ["done", "queued"]
    assert not (folder / "old.part").exists()
