"""Background work in a host: a thread in each process that serves pages, begun when the first one is asked for."""

from __future__ import annotations

import os
import threading

from flask import Flask

from ..jobs.worker import Worker


class WorkerOfProcess:
    """Begins the worker once in each process: a server that forks after loading the host takes no thread along."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.worker: Worker | None = None
        self._process: int | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                self.worker = Worker(self.app).start() if self.app.config["BENCH"]["JOBS"] == "inside" else None

    def stop(self) -> None:
        """Finish the job at hand; the next request begins anew."""
        if self.worker and self._process == os.getpid():
            self.worker.stop()
        self.worker = self._process = None
