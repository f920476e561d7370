"""Guards against what never ends, and waiting for what another process does.

Nothing here measures. A machine that is busy, or slow, makes a test longer and not another one: what is waited for is a
state, what is bounded is processor time, and the guards are so generous that only what hangs meets them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

PATIENCE = 60.0
"""Seconds of processor time. Nothing that is guarded needs a tenth of it; what it is for would take hours."""

HANGING = 600.0
"""Seconds by the clock. What is waited for so long takes a moment, or a few seconds, on any machine: it hangs."""


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


def wait_until(happened: Callable[[], object]) -> None:
    """Wait until something has happened; fail if it never does."""
    end = time.monotonic() + HANGING
    while not happened():
        assert time.monotonic() < end, "what is waited for does not happen"
        time.sleep(0.01)


@contextmanager
def group(command: Sequence[str | Path], env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start a program as a shell does, in a process group of its own; what is left of it at the end is killed."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(process: subprocess.Popen[str], state: Callable[[list[int]], bool]) -> None:
    """Wait until a program of a `group` has come so far, as `processor_times` tell; fail if it ends before."""

    def happened() -> bool:
        assert process.poll() is None, f"it has ended before: {process.communicate()}"
        return state(processor_times(process.pid))

    wait_until(happened)


def has_helpers(times: list[int]) -> bool:
    """Tell whether a program has started processes."""
    return len(times) > 1


def shares_work(times: list[int]) -> bool:
    """Tell whether two processes have computed for longer than it takes them to start."""
    return sum(taken >= 3 for taken in times) >= 2


def processor_times(leader: int) -> list[int]:
    """Return how many whole seconds of the processor each process of a group has taken."""
    command = ["ps", "-A", "-o", "pgid=,stat=,time="]  # POSIX, and what Linux and macOS agree on
    rows = [
        line.split() for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    ]
    return [_seconds(spent) for of, state, spent in rows if int(of) == leader and not state.startswith("Z")]


def _seconds(spent: str) -> int:
    """Read what ``ps`` writes: ``1-02:03:04``, ``02:03:04`` or ``3:04.56``."""
    days, _, clock = spent.rpartition("-")
    seconds = 0
    for part in clock.partition(".")[0].split(":"):
        seconds = seconds * 60 + int(part)
    return seconds + 86_400 * int(days or 0)
