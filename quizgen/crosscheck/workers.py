"""Workers: groups are independent of one another, so several processes answer them.

A worker is started afresh, not forked, so that no thread of the caller's is cut in two. It knows only this package: the
caller's own script is not run again in it. It ends when the caller ends or gives up, whatever it is doing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import ModuleType

from quizgen.crosscheck.groups import Answered, Group, answer

SETTING = "QUIZGEN_JOBS"
"""The environment variable that says how many processes may compute; by default as many as there are processors."""
ALONE = 0.3
"""So many seconds this process works alone: whoever has little to compute need not wait for workers to start."""

SHORT = 200_000
"""So many steps of simulation, as simulators estimate them, take no longer than starting a worker."""


@dataclass(frozen=True)
class Bundle:
    """Groups that one process answers, because they share experiments; and an estimate of the steps that they take."""

    groups: tuple[Group, ...]
    effort: int


Done = Callable[[Bundle, list[Answered]], None]
"""Called with a bundle and what came out for its groups."""


def default_jobs() -> int:
    """Return how many processes may compute."""
    wanted = os.environ.get(SETTING, "")
    if wanted.isdecimal() and int(wanted):
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def answer_all(bundles: Sequence[Bundle], jobs: int, done: Done) -> None:
    """Answer all bundles, short ones in this process first, and tell of each when it is done.

    Args:
        bundles: the longest first.
        jobs: how many processes may compute.
        done: told of each bundle, in no particular order.
    """
    waiting = dict(enumerate(bundles))
    stop = time.monotonic() + ALONE
    for number, bundle in reversed(waiting.copy().items()):
        if jobs > 1 and len(waiting) > 1 and (bundle.effort > SHORT or time.monotonic() > stop):
            break
        done(waiting.pop(number), _answer(bundle))
    if not waiting:
        return
    try:
        _share(waiting, min(jobs, len(waiting)), done)
    except (BrokenProcessPool, OSError, NotImplementedError):  # no room for another process, or one was killed
        for bundle in waiting.values():
            done(bundle, _answer(bundle))


def _share(waiting: dict[int, Bundle], jobs: int, done: Done) -> None:
    """Let workers answer what is waiting; what has been answered is taken out."""
    context = multiprocessing.get_context("spawn")
    told_to_stop, stop = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, context, _prepare, (told_to_stop,))
    try:
        with _hidden_main(), _interrupts_put_off():
            futures = {pool.submit(_answer, bundle): number for number, bundle in waiting.items()}
        for number, answers in _answers(waiting, futures):
            done(waiting.pop(number), answers)
    except BaseException:
        stop.close()  # the workers end at once
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        stop.close()
        told_to_stop.close()


def _answers(
    waiting: dict[int, Bundle], futures: dict[Future[list[Answered]], int]
) -> Iterator[tuple[int, list[Answered]]]:
    """Yield what comes back. Until a worker has started and done something, short ones are done here."""
    here: set[Future[list[Answered]]] = set()
    for future in reversed(futures):
        bundle = waiting[futures[future]]
        started = any(other.done() for other in futures if other not in here)
        if started or bundle.effort > SHORT or not future.cancel():
            break
        here.add(future)
        yield futures[future], _answer(bundle)
    for future in as_completed([future for future in futures if future not in here]):
        yield futures[future], future.result()


def _answer(bundle: Bundle) -> list[Answered]:
    return [answer(group) for group in bundle.groups]


def _prepare(told_to_stop: Connection) -> None:
    """Make a worker of this process: the caller alone takes interrupts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_when_told, args=(told_to_stop,), daemon=True).start()
    gc.freeze()
    gc.set_threshold(50_000)  # runs make many small values and no circles


def _end_when_told(told_to_stop: Connection) -> None:
    """End the process as soon as the other end of the pipe is closed, by the caller or by its death."""
    with suppress(OSError):
        told_to_stop.poll(None)
    os._exit(1)


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Let processes that are started meanwhile not import the caller's script, which might check content again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Let processes that are started meanwhile not be interrupted before they know how to end quietly."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
