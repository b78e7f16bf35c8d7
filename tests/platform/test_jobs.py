"""Background work: done once after the commit, never after a rollback, and again when a worker is killed."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.jobs import cleaning, enqueue, queue
from benchplatform.jobs import worker as worker_module
from benchplatform.jobs.daily import plan_daily
from benchplatform.jobs.models import Job, JobState
from benchplatform.jobs.queue import run_due
from benchplatform.jobs.worker import Worker
from benchplatform.submissions import Submission

from .conftest import MakeApp
from .job_process import probe


@pytest.fixture
def site(app: Flask, make_app: MakeApp, tmp_path: Path) -> Flask:
    return make_app([probe(tmp_path)])


def add(site: Flask, name: str, *numbers: int, **given: dt.datetime) -> None:
    with site.app_context():
        for number in numbers:
            enqueue(name, number=number, **given)  # type: ignore[arg-type]
        db.session.commit()


def noted(site: Flask) -> list[int | None]:
    """The numbers of the jobs that were done, in order."""
    with site.app_context():
        return list(db.session.scalars(sa.select(AuditEvent.subject_id).order_by(AuditEvent.subject_id)))


def jobs(site: Flask) -> list[Job]:
    with site.app_context():
        found = list(db.session.scalars(sa.select(Job).where(Job.name.startswith("probe.")).order_by(Job.id)))
        db.session.expunge_all()
        return found


def test_a_job_runs_after_the_commit_and_once(site: Flask) -> None:
    with site.app_context():
        enqueue("probe.note", number=1)
        db.session.commit()
    assert (run_due(site), run_due(site)) == (1, 0)
    assert noted(site) == [1]
    assert [(job.state, job.attempts, job.error) for job in jobs(site)] == [(JobState.DONE, 1, None)]


def test_a_job_of_a_transaction_that_is_undone_never_runs(site: Flask) -> None:
    with site.app_context():
        enqueue("probe.note", number=1)
        db.session.flush()
        db.session.rollback()
    assert run_due(site) == 0
    assert jobs(site) == []


def test_a_job_that_nobody_declares_is_refused_at_once(app: Flask) -> None:
    with pytest.raises(LookupError, match=r"No feature that is on declares a job 'probe\.note'"):
        enqueue("probe.note", number=1)


def test_a_later_job_waits(site: Flask) -> None:
    add(site, "probe.note", 1, run_at=utc_now() + dt.timedelta(hours=1))
    assert run_due(site) == 0
    assert jobs(site)[0].state is JobState.QUEUED


def test_what_was_due_first_is_done_first(site: Flask) -> None:
    add(site, "probe.note", 1, run_at=utc_now() - dt.timedelta(minutes=1))
    add(site, "probe.note", 2, run_at=utc_now() - dt.timedelta(minutes=2))
    run_due(site)
    first, second = jobs(site)
    assert second.finished_at and first.finished_at  # noqa: PT018
    assert second.finished_at < first.finished_at


def test_a_failure_waits_longer_each_time_and_then_stays_with_its_error(site: Flask) -> None:
    add(site, "probe.fail", 7)
    waits = []
    for attempt in range(1, queue.MOST_ATTEMPTS + 1):
        assert run_due(site) == 1
        job = jobs(site)[0]
        assert (job.attempts, job.error) == (attempt, "ValueError: number 7")
        if job.state is JobState.QUEUED:
            waits.append(round((job.run_at - utc_now()).total_seconds() / 10))
            assert run_due(site) == 0
            make_due(site)
    assert waits == [3**attempt for attempt in range(1, queue.MOST_ATTEMPTS)]
    assert job.state is JobState.FAILED
    assert job.finished_at is not None
    assert run_due(site) == 0
    assert noted(site) == []


def test_one_that_fails_does_not_hold_up_the_next(site: Flask) -> None:
    add(site, "probe.fail", 1)
    add(site, "probe.note", 2)
    assert run_due(site) == 2
    assert noted(site) == [2]


def test_a_job_of_a_plugin_that_was_switched_off_is_kept_with_an_error(site: Flask, make_app: MakeApp) -> None:
    add(site, "probe.note", 1)
    run_due(make_app())
    job = jobs(site)[0]
    assert (job.state, job.error) == (JobState.QUEUED, "KeyError: 'probe.note'")


def test_a_killed_worker_s_job_is_done_again_after_its_lease(site: Flask, database_url: str, tmp_path: Path) -> None:
    add(site, "probe.hang", 5)
    process = start(database_url, tmp_path, lease="1")
    wait_for(tmp_path / "began")
    process.kill()
    process.communicate()
    assert noted(site) == []
    assert run_due(site) == 0
    deadline = time.monotonic() + 10
    while not run_due(site) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert noted(site) == [5]
    assert [(job.state, job.attempts) for job in jobs(site)] == [(JobState.DONE, 2)]


def test_a_job_that_kills_every_worker_is_given_up(site: Flask) -> None:
    add(site, "probe.note", 1)
    long_ago = utc_now() - dt.timedelta(minutes=5)
    with site.app_context():
        gone = {"state": JobState.RUNNING, "attempts": queue.MOST_ATTEMPTS, "lease_until": long_ago}
        db.session.execute(sa.update(Job).values(gone))
        db.session.commit()
    assert (run_due(site), run_due(site)) == (1, 0)
    job = jobs(site)[0]
    assert (job.state, noted(site)) == (JobState.FAILED, [])
    assert job.error == "Interrupted: it was begun too many times and never finished"


def test_a_worker_that_was_overtaken_undoes_what_it_did(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that slept through the lease: the other worker's result stands alone."""
    add(site, "probe.note", 1)
    with site.app_context():
        late = queue._claim()
        assert late is not None
        db.session.execute(sa.update(Job).values(lease_until=utc_now() - dt.timedelta(seconds=1)))
        db.session.commit()
    assert run_due(site) == 1
    with site.app_context():
        queue._do(site, late)
    assert noted(site) == [1]
    assert [(job.state, job.attempts, job.error) for job in jobs(site)] == [(JobState.DONE, 2, None)]


def test_a_long_job_keeps_its_lease(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(seconds=0.3))
    add(site, "probe.slow", 1)
    thread = threading.Thread(target=run_due, args=(site,))
    thread.start()
    time.sleep(0.45)
    assert run_due(site) == 0
    thread.join()
    assert [(job.state, job.attempts) for job in jobs(site)] == [(JobState.DONE, 1)]


def test_a_job_without_statements_leaves_the_write_lock_to_others(site: Flask, tmp_path: Path) -> None:
    add(site, "probe.slow", 1)
    thread = threading.Thread(target=run_due, args=(site,))
    thread.start()
    wait_for(tmp_path / "began")
    began = time.monotonic()
    with site.app_context():
        db.session.add(Submission(key="meanwhile"))
        db.session.commit()
    assert time.monotonic() - began < 0.4
    thread.join()


def test_two_workers_do_each_job_once(site: Flask, database_url: str, tmp_path: Path) -> None:
    add(site, "probe.note", *range(200))
    workers = [start(database_url, tmp_path, lease="60") for _ in range(2)]
    done = [int(process.communicate(timeout=60)[0].splitlines()[-1]) for process in workers]
    assert sum(done) == 200
    assert noted(site) == list(range(200))
    assert {(job.state, job.attempts) for job in jobs(site)} == {(JobState.DONE, 1)}


def test_the_thread_is_woken_by_a_commit(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "LOOK_EVERY_SECONDS", 30)
    worker = Worker(site).start()
    time.sleep(0.2)
    add(site, "probe.note", 1)
    wait_until(lambda: noted(site) == [1])
    worker.stop()


def test_the_thread_outlives_a_database_that_is_away(
    site: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "LOOK_EVERY_SECONDS", 0.05)
    caplog.set_level(logging.CRITICAL)
    with site.app_context():
        db.session.execute(sa.text("ALTER TABLE bench_job RENAME TO bench_job_away"))
        db.session.commit()
    worker = Worker(site).start()
    time.sleep(0.3)
    with site.app_context():
        db.session.execute(sa.text("ALTER TABLE bench_job_away RENAME TO bench_job"))
        db.session.commit()
    add(site, "probe.note", 1)
    wait_until(lambda: noted(site) == [1])
    worker.stop()


def test_stopping_finishes_the_job_at_hand_and_begins_no_other(site: Flask, tmp_path: Path) -> None:
    add(site, "probe.slow", 1, 2)
    worker = Worker(site).start()
    wait_for(tmp_path / "began")
    worker.stop()
    assert noted(site) == [1]
    assert [job.state for job in jobs(site)] == [JobState.DONE, JobState.QUEUED]


def test_the_worker_command_stops_between_jobs(site: Flask, database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from benchplatform.cli import main; main(sys.argv[1:])"]
    environment = {"BENCH_DATABASE_URL": database_url, "BENCH_PLUGINS": "none"}
    process = subprocess.Popen(
        [*command, "--instance", str(tmp_path / "worker"), "worker"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "Working. Stop with Ctrl+C.\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=15)[0] == "Stopped.\n"
    assert process.returncode == 0


def test_clean_up_forgets_what_is_old_and_is_planned_once(site: Flask) -> None:
    add(site, "probe.note", 1, 2)
    run_due(site)
    with site.app_context():
        old = utc_now() - cleaning.KEPT - dt.timedelta(minutes=1)
        first = db.session.scalar(sa.select(sa.func.min(Job.id)))
        db.session.execute(sa.update(Job).where(Job.id == first).values(finished_at=old))
        db.session.add_all([Submission(key="old", at=utc_now() - dt.timedelta(days=3)), Submission(key="new")])
        db.session.commit()
        plan_daily()
        plan_daily()
        planned = sa.select(Job.run_at).where(Job.name == "jobs.clean_up")
        (due,) = db.session.scalars(planned)
        assert dt.timedelta(hours=23) < due - utc_now() <= dt.timedelta(days=1)
    make_due(site, "jobs.clean_up")
    assert run_due(site) == 1
    assert [job.arguments for job in jobs(site)] == [{"number": 2}]
    with site.app_context():
        assert list(db.session.scalars(sa.select(Submission.key))) == ["new"]


def make_due(site: Flask, name: str = "probe.fail") -> None:
    with site.app_context():
        db.session.execute(sa.update(Job).where(Job.name == name).values(run_at=utc_now()))
        db.session.commit()


def start(url: str, folder: Path, lease: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.platform.job_process", url, str(folder), lease]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def wait_for(path: Path) -> None:
    wait_until(path.exists)


def wait_until(holds: object) -> None:
    deadline = time.monotonic() + 20
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
