"""Workers: groups are independent of one another, so several processes answer them, this one among them.

How a worker starts and ends is `quizgen.system.processes`' business.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue

from quizgen.crosscheck.asking.probes import Failure
from quizgen.crosscheck.groups import Answered, Group, answer
from quizgen.crosscheck.outcomes import single
from quizgen.crosscheck.records import to_record
from quizgen.plugins.guard import PluginFailed, asked
from quizgen.plugins.hosts import end_all
from quizgen.simulators import SIMULATORS, AnySimulator
from quizgen.system.processes import end_with_caller, fresh_start

ALONE = 0.3
"""So many seconds this process works alone on what is short: where there is little to do, no worker is started."""

SHORT = 200_000
"""So many steps of simulation, as simulators estimate them, take no longer than starting a worker."""

_WORTH_SHARING = 2
"""So many bundles; of fewer, this process does all."""

_COLLECT_AFTER = 50_000
"""So many new values between two searches for circles: runs make many small values and no circles."""


@dataclass(frozen=True)
class Bundle:
    """Groups that one process answers, because they share experiments; and an estimate of the steps that they take."""

    groups: tuple[Group, ...]
    effort: int


Done = Callable[[Bundle, list[Answered]], None]
"""Called with a bundle and what came out for its groups."""


def answer_all(bundles: Sequence[Bundle], jobs: int, done: Done) -> None:
    """Answer all bundles, and tell of each when it is done.

    Args:
        bundles: the longest first.
        jobs: how many processes may compute.
        done: told of each bundle, in no particular order.
    """
    waiting = dict(enumerate(bundles))
    with _few_collections():
        if jobs > 1:
            if bundles and bundles[0].effort <= SHORT:
                _alone(waiting, done, ALONE)
            with suppress(BrokenProcessPool, OSError, NotImplementedError):  # no room for a process, or one was killed
                _share(waiting, jobs, done)
        _alone(waiting, done)


def answer_guarded(groups: Sequence[Group], jobs: int, done: Done) -> None:
    """Answer groups of other distributions' simulators, each in a process that it cannot harm but its own."""
    pool = ThreadPoolExecutor(max(1, min(jobs, len(groups))))
    try:
        for future in as_completed(pool.submit(_asked, group) for group in groups):
            group, answered = future.result()
            done(Bundle((group,), 0), [answered])
    except BaseException:
        end_all()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _asked(group: Group) -> tuple[Group, Answered]:
    plugin = SIMULATORS.plugin(group.scenario.simulator)
    try:
        return group, asked(plugin, _answer_there, group) if plugin else answer(group)
    except PluginFailed as problem:
        failure = Failure(str(problem), problem.hint)
        return group, Answered(tuple(single(failure, {}) for _ in group.probes), {}, failed=failure)


def _answer_there(group: Group) -> Answered:
    """In a host: answer a group with values that can be kept; a plug-in may give others."""
    answered = answer(group)
    for value in (*answered.measured.values(), *answered.outcomes, *answered.runs.values()):
        to_record(value)
    return answered


def _alone(waiting: dict[int, Bundle], done: Done, seconds: float = math.inf) -> None:
    """Answer what is waiting, the shortest first, for so long; what has been answered is taken out."""
    stop = time.monotonic() + seconds
    for number in sorted(waiting, reverse=True):
        if time.monotonic() > stop:
            break
        answers = _answer(waiting[number])
        done(waiting.pop(number), answers)


def _share(waiting: dict[int, Bundle], jobs: int, done: Done) -> None:
    """Let workers help to answer what is waiting; what has been answered is taken out."""
    if len(waiting) < _WORTH_SHARING:
        return
    context = multiprocessing.get_context("spawn")
    told_to_stop, stop = context.Pipe(duplex=False)
    helpers = min(jobs, len(waiting)) - 1
    pool = ProcessPoolExecutor(helpers, context, _prepare, (told_to_stop, SIMULATORS.authored))
    try:
        with fresh_start():
            shift = _Shift(pool, waiting, helpers)
        for number, answers in shift.answers():
            done(waiting.pop(number), answers)
    except BaseException:
        stop.close()  # the workers end at once
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        stop.close()
        told_to_stop.close()


class _Shift:
    """What is to be done, shared between workers, who take the longest, and this process, which takes the shortest.

    A worker is given one bundle at a time: what waited in its queue nobody else could take.
    """

    def __init__(self, pool: ProcessPoolExecutor, bundles: Mapping[int, Bundle], helpers: int) -> None:
        self._pool, self._bundles = pool, dict(bundles)
        self._todo = deque(sorted(bundles))
        self._finished: SimpleQueue[tuple[int, Future[list[Answered]]]] = SimpleQueue()
        for _ in range(helpers):
            self._hand_out()

    def answers(self) -> Iterator[tuple[int, list[Answered]]]:
        """Yield what was found for each bundle.

        Raises:
            BrokenProcessPool: if a worker died.
        """
        for _ in self._bundles:
            number = self._take_one() if self._finished.empty() else None
            if number is not None:
                yield number, _answer(self._bundles[number])
            else:
                number, future = self._finished.get()
                yield number, future.result()

    def _take_one(self) -> int | None:
        """Take what is left of the shortest; None if nothing is."""
        try:
            return self._todo.pop()
        except IndexError:
            return None

    def _hand_out(self) -> None:
        with suppress(IndexError, RuntimeError):  # nothing is left; or the pool is closed, which others will tell
            number = self._todo.popleft()
            self._pool.submit(_answer, self._bundles[number]).add_done_callback(partial(self._take_back, number))

    def _take_back(self, number: int, future: Future[list[Answered]]) -> None:
        """Take what a worker found, and give it something else to do. This is not called in the main thread."""
        self._hand_out()
        self._finished.put((number, future))


def _answer(bundle: Bundle) -> list[Answered]:
    return [answer(group) for group in bundle.groups]


def _prepare(told_to_stop: Connection, authored: Mapping[str, AnySimulator]) -> None:
    """Make a worker of this process, which knows what content makes: the caller alone takes interrupts."""
    end_with_caller(told_to_stop)
    SIMULATORS.author(authored)
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for circles of values less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECT_AFTER) if before[0] else 0)
    try:
        yield
    finally:
        gc.set_threshold(*before)
