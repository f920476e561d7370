"""A guard against what never ends: a test fails instead of waiting for ever."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 60.0
"""Seconds of processor time. Nothing that is guarded needs a tenth of it; what it is for would take hours."""


class Endless(BaseException):
    """What is tried does not end. No ``except Exception`` of the code under test may swallow it."""


@contextmanager
def ends() -> Iterator[None]:
    """Fail if the body does not end."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Endless(f"it goes on after {PATIENCE:.0f} seconds of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
