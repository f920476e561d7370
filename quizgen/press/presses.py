"""Several presses: processes that print side by side, each of which can be killed.

A worker is started when there is a document for it, prints one after the other, and is ended with the block. Documents
are made while others are printed, a few at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from math import inf
from multiprocessing.connection import Connection, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, Self, TypeVar

from quizgen.press import PressError
from quizgen.press.fonts import only_shipped_fonts
from quizgen.press.limits import Limits
from quizgen.press.typesetting import Sheet
from quizgen.press.worker import Failed, Outcome, Ready, Setting, work
from quizgen.system.processes import by_the_clock, default_jobs, fresh_start

T = TypeVar("T")

_STARTING = 120.0
"""So many seconds a worker may take to start."""
_TRIES = 2
"""So often a document is tried, or a start, if the process ends by itself: somebody may have killed it."""

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class _Job(Generic[T]):
    number: int
    about: T
    sheet: Sheet
    seconds: float
    tries: int = 1


class _Worker:
    """A process, and what it is doing."""

    def __init__(self, told_to_stop: Connection, setting: Setting) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=work, args=(theirs, told_to_stop, setting), daemon=True)
        with fresh_start():
            self.process.start()
        theirs.close()
        self.ready = False
        self.job: _Job[Any] | None = None
        self.until = time.monotonic() + _STARTING

    def give(self, job: _Job[Any], end: float) -> None:
        """Hand a document over, which is to be done before that moment."""
        self.job = job
        self.until = min(time.monotonic() + by_the_clock(job.seconds), end)
        with suppress(OSError):  # it has just died, which will be noticed
            self.connection.send((job.sheet, job.seconds))

    def end(self) -> int:
        """Kill it, if it lives, and return how it ended: a signal's number, negative, or an exit status."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        code = self.process.exitcode
        self.process.close()
        return code or 0


class Presses:
    """Workers, none of which is started before there is something to print."""

    def __init__(self, stylesheet: str, limits: Limits, jobs: int | None = None) -> None:
        self.limits = limits
        self.jobs = jobs or default_jobs()
        self.workers: list[_Worker] = []
        self._stylesheet = stylesheet
        self._setting: Setting | None = None
        self._failed_starts = 0
        self._kept = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()
        self.workers.clear()
        self._kept.close()

    def start(self) -> None:
        """Start a worker, if there is none: it gets ready while the first document is made."""
        if not self.workers:
            self.add()

    def add(self) -> None:
        """Start one more worker."""
        if self._setting is None:
            self._kept.enter_context(only_shipped_fonts())
            folder = self._kept.enter_context(TemporaryDirectory(prefix="quizgen-print-"))
            self._told_to_stop, stop = _CONTEXT.Pipe(duplex=False)
            self._kept.callback(self._told_to_stop.close)
            self._kept.callback(stop.close)
            folders = (folder, str(Path(os.environ["FONTCONFIG_FILE"]).parent))
            self._setting = Setting(self._stylesheet, folder, folders, self.limits.megabytes)
        try:
            self.workers.append(_Worker(self._told_to_stop, self._setting))
        except (OSError, NotImplementedError) as problem:
            if not self.workers:
                raise PressError(f"no process can be started that prints: {problem}") from None

    def run(
        self, sheets: Iterable[tuple[T, Sheet]], seconds: float | None = None, end: float = inf
    ) -> Iterator[tuple[T, Outcome]]:
        """Yield what came out of each document, in any order; but a failure last, and of several the first.

        Args:
            sheets: each with what it is to be known by; made when a worker will soon be free.
            seconds: of the processor, that each may take; by default, what its length explains.
            end: the moment, by `time.monotonic`, after which none goes on; nothing comes out of what is not done.

        Raises:
            PressError: if no worker can be started.
        """
        return _Run(self, sheets, seconds, end).outcomes()

    def has_died(self, code: int) -> None:
        """Take note of a worker that ended before it was ready."""
        self._failed_starts += 1
        if self._failed_starts >= _TRIES:
            raise PressError(f"the process that prints cannot be started: it ended with {_ending(code)}")


class _Run(Generic[T]):
    """One row of documents, on its way through the workers."""

    def __init__(self, presses: Presses, sheets: Iterable[tuple[T, Sheet]], seconds: float | None, end: float) -> None:
        self._presses, self._end = presses, end
        self._source = enumerate(sheets)
        self._seconds = seconds
        self._waiting: deque[_Job[T]] = deque()
        self._exhausted = False
        self._failed: tuple[_Job[T], Failed] | None = None

    def outcomes(self) -> Iterator[tuple[T, Outcome]]:
        try:
            while True:
                self._make_one()
                self._hand_out()
                if time.monotonic() >= self._end or not (self._waiting or self._busy() or self._wants_more()):
                    break
                for job, outcome in self._returned():
                    if isinstance(outcome, Failed):
                        self._fail(job, outcome)
                    else:
                        yield job.about, outcome
            if self._failed:
                yield self._failed[0].about, self._failed[1]
        finally:
            for worker in self._busy():
                self._remove(worker)

    def _wants_more(self) -> bool:
        return not (self._exhausted or self._failed or len(self._waiting) >= self._presses.jobs)

    def _make_one(self) -> None:
        if not self._wants_more():
            return
        found = next(self._source, None)
        if found is None:
            self._exhausted = True
            return
        number, (about, sheet) = found
        seconds = self._presses.limits.of(sheet) if self._seconds is None else self._seconds
        self._waiting.append(_Job(number, about, sheet, seconds))

    def _hand_out(self) -> None:
        free = [worker for worker in self._presses.workers if worker.job is None]
        for worker in free:
            if worker.ready and self._waiting:
                worker.give(self._waiting.popleft(), self._end)
        starting = sum(not worker.ready for worker in free)
        if len(self._waiting) > starting and len(self._presses.workers) < self._presses.jobs:
            self._presses.add()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._presses.workers if worker.job is not None]

    def _returned(self) -> Iterator[tuple[_Job[T], Outcome]]:
        """Yield what has come back from workers; wait for it, if there is nothing else to do."""
        now = time.monotonic()
        soonest = min((self._end, *(w.until for w in self._presses.workers if w.job or not w.ready)))
        timeout = 0.0 if self._wants_more() else max(soonest - now, 0.0)
        said = set(wait([w.connection for w in self._presses.workers], None if timeout == inf else timeout))
        for worker in list(self._presses.workers):
            if worker.connection in said:
                yield from self._listen(worker)
            elif (worker.job or not worker.ready) and time.monotonic() > worker.until:
                yield from self._lost(worker, late=True)

    def _listen(self, worker: _Worker) -> Iterator[tuple[_Job[T], Outcome]]:
        try:
            message: Ready | Outcome = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker, late=False)
            return
        if isinstance(message, Ready):
            worker.ready, worker.until = True, inf
        elif worker.job is None:
            raise PressError(f"WeasyPrint cannot be started: {getattr(message, 'detail', message)}")
        else:
            job, worker.job, worker.until = worker.job, None, inf
            if isinstance(message, Failed) and message.reason != "refused":
                self._remove(worker)  # it ends by itself, too
            yield job, message

    def _lost(self, worker: _Worker, *, late: bool) -> Iterator[tuple[_Job[T], Outcome]]:
        """Do without a worker that has ended, or is too late."""
        worker.process.join(0 if late else 5)
        job, was_ready = worker.job, worker.ready
        code = self._remove(worker)
        if job is None:
            if not was_ready:
                self._presses.has_died(code)
        elif late and time.monotonic() >= self._end:
            pass  # whether it would have been done in time is unknown
        elif late or code == -getattr(signal, "SIGXCPU", inf):
            yield job, Failed("time", f"{job.seconds:.0f}")
        elif job.tries < _TRIES:
            self._waiting.appendleft(replace(job, tries=job.tries + 1))
        else:
            yield job, Failed("killed", _ending(code))

    def _fail(self, job: _Job[T], outcome: Failed) -> None:
        """Go on only with what comes before the first failure: what is told must not depend on who was quicker."""
        if self._failed is None or job.number < self._failed[0].number:
            self._failed = job, outcome
        first = self._failed[0].number
        self._waiting = deque(each for each in self._waiting if each.number < first)
        for worker in self._busy():
            if worker.job is not None and worker.job.number > first:
                self._remove(worker)

    def _remove(self, worker: _Worker) -> int:
        self._presses.workers.remove(worker)
        return worker.end()


def _ending(code: int) -> str:
    """Return in words how a process ended."""
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"status {code}"
