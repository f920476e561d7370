"""Processes that work for another one: how many, how they start, and how they end with it.

They are started afresh, not forked, so that no thread of the caller's is cut in two. They know only this package: the
caller's own script is not run again in them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Final

PATIENCE: Final = 1.2
"""A process that is seldom given a processor may take so many times as long as it may take of the processor."""

SETTING = "QUIZGEN_JOBS"
"""The environment variable that says how many processes may compute; by default as many as there are processors."""


def default_jobs() -> int:
    """Return how many processes may compute."""
    wanted = os.environ.get(SETTING, "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def by_the_clock(seconds: float) -> float:
    """Return for how many seconds to wait for a process that may take so many seconds of the processor.

    A limit of ten seconds is kept within twelve, whatever else the machine does.
    """
    return max(PATIENCE * seconds, seconds + 1)


@contextmanager
def fresh_start() -> Iterator[None]:
    """Let processes that are started meanwhile know nothing of the caller's script, and not be interrupted.

    They would import the script, which might do its work again; and Ctrl-C is the caller's business, even before they
    know how to end quietly.
    """
    resource_tracker.ensure_running()  # as it starts, it lets Ctrl-C through again; so not while it is put off
    with _hidden_main(), interrupts_put_off():
        yield


def end_with_caller(told_to_stop: Connection, last: Callable[[], object] = lambda: None) -> None:
    """Let this process end as soon as the other end of the pipe is closed, by the caller or by its death.

    ``last`` is called before it ends. Interrupts are the caller's business from now on.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(told_to_stop, last), daemon=True).start()


def _end_when_told(told_to_stop: Connection, last: Callable[[], object]) -> None:
    with suppress(OSError):
        told_to_stop.poll(None)
    try:
        last()
    finally:
        os._exit(1)


@contextmanager
def _hidden_main() -> Iterator[None]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def interrupts_put_off() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended, where the system can: what must be done whole is done whole."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
