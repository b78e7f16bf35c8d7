"""Background work in a host: begun by the first page of each process, and by nothing else."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.database import db, reading
from benchplatform.jobs.models import Job, JobState

from .embedded import Browser, plain_host

PATIENCE_SECONDS = 10


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "jobs"]


def test_jobs_run_from_the_first_page_on(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = plain_host(database_url, tmp_path, config={"JOBS": "inside"})
    db.session.add(Job(name="jobs.clean_up"))
    db.session.commit()
    assert workers() == []
    browser = Browser(host)
    browser.get("/benchmark")
    assert workers() == []
    browser.get("/bench/open")
    assert len(workers()) == 1
    browser.get("/bench/open")
    assert len(workers()) == 1
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not _done():
            time.sleep(0.05)
        assert _done()
    finally:
        host.extensions["bench"].worker.stop()
    assert workers() == []


def test_each_process_begins_its_own(
    app: Flask, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = plain_host(database_url, tmp_path, config={"JOBS": "inside"})
    Browser(host).get("/bench/open")
    first = host.extensions["bench"].worker.worker
    try:
        with monkeypatch.context() as forked:
            forked.setattr(os, "getpid", lambda: -1)
            Browser(host).get("/bench/open")
            second = host.extensions["bench"].worker.worker
            assert second is not first
            host.extensions["bench"].worker.stop()
    finally:
        first.stop()
    assert workers() == []


def test_no_thread_where_a_worker_does_the_jobs(app: Flask, database_url: str, tmp_path: Path) -> None:
    Browser(plain_host(database_url, tmp_path, config={"JOBS": "worker"})).get("/bench/open")
    assert workers() == []


def _done() -> bool:
    with reading():
        db.session.rollback()
        return db.session.scalar(sa.select(Job.id).where(Job.state == JobState.DONE)) is not None
