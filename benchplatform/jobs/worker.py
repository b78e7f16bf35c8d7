"""Who does the jobs: one thread, in the web process or alone in `benchplatform worker`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from flask import Flask

from ..logs import log
from .daily import plan_daily
from .queue import run_due, wake

LOOK_EVERY_SECONDS = 1.0


class Worker:
    """Looks for due jobs when one is added in this process, and otherwise every second."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)

    def start(self) -> Worker:
        self._thread.start()
        return self

    def stop(self) -> None:
        """Finish the job at hand, and no other."""
        self._stop.set()
        wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def run(self) -> None:
        while not self._stop.is_set():
            wake.clear()
            try:
                with self.app.app_context():
                    plan_daily()
                run_due(self.app, self._stop)
            except Exception as error:  # the database may be away for a while; the thread must outlive that
                log.error("worker", exc_info=error)
            wake.wait(LOOK_EVERY_SECONDS)


def work_until_told(app: Flask, ready: Callable[[], None]) -> None:
    """Do jobs until SIGINT or SIGTERM, and then finish the one at hand; `ready()` is called at the start."""
    signal.signal(signal.SIGTERM, _stop)
    worker = Worker(app).start()
    with suppress(SystemExit, KeyboardInterrupt):
        ready()
        threading.Event().wait()
    worker.stop()


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
