"""How much work something is, beside a plain loop on the same machine in the same moment: no stopwatch says that."""

from __future__ import annotations

import time
from collections.abc import Callable

_ROUNDS = 2_000_000


def effort(work: Callable[[], object]) -> float:
    """In loops of two million rounds, run just before and just after: a busy or slow machine slows both."""
    before = _seconds(_loop)
    took = _seconds(work)
    return took / max(before, _seconds(_loop))


def _loop() -> None:
    for _ in range(_ROUNDS):
        pass


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
