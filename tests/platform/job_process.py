"""A worker in a process of its own, which a test can kill: `python -m tests.platform.job_process URL FOLDER LEASE`."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

from sqlalchemy import event

from benchplatform.app import create_app
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.jobs import queue
from benchplatform.plugin import Plugin


def probe(folder: Path) -> Plugin:
    """Jobs that leave a row in the database, and a file for each beginning."""

    def note(number: int) -> None:
        db.session.add(AuditEvent(action="probe.note", subject="job", subject_id=number))

    def hang_once(number: int) -> None:
        note(number)
        db.session.flush()
        is_first = not (folder / "began").exists()
        (folder / "began").touch()
        if is_first:
            time.sleep(60)

    def fail(number: int) -> None:
        note(number)
        db.session.flush()
        raise ValueError(f"number {number}")

    def slow(number: int) -> None:
        (folder / "began").touch()
        time.sleep(0.5)
        note(number)

    return Plugin("probe", jobs={"probe.note": note, "probe.hang": hang_once, "probe.fail": fail, "probe.slow": slow})


def main(url: str, folder: str, lease: str) -> None:
    queue.LEASE = dt.timedelta(seconds=float(lease))
    app = create_app({"DATABASE_URL": url}, Path(folder), plugins=[probe(Path(folder))])
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    print(queue.run_due(app))


if __name__ == "__main__":
    main(*sys.argv[1:])
