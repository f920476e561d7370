"""What a document may take: processor time, time, and memory; and how a process is held to that.

Content may come from a stranger, and what is cheap to write can be dear to lay out. A document may take as much as its
length explains, and no more.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from quizgen.press.typesetting import Sheet

SETTING = "QUIZGEN_PRINT_SECONDS"
"""The environment variable that says how many seconds a short document may take, for slow machines."""

_USUAL_SECONDS = 30.0
_BYTES_A_SECOND = 10_000
"""Of HTML: four times as slow as a machine of 2020 that does something else as well."""


@dataclass(frozen=True)
class Limits:
    """What one document may take.

    Attributes:
        seconds: of the processor, for a short document.
        alone: of the processor, for a document of one question.
        search: by the clock, for finding the question that takes too much.
        megabytes: more than a process takes that has printed nothing yet.
    """

    seconds: float = _USUAL_SECONDS
    alone: float = _USUAL_SECONDS / 10
    search: float = _USUAL_SECONDS / 4
    megabytes: int = 1024

    def of(self, sheet: Sheet) -> float:
        """Return how many seconds of the processor a document may take."""
        return self.seconds + len(sheet.html) / _BYTES_A_SECOND


def usual_limits() -> Limits:
    """Return the limits, as the user's environment has them."""
    wanted = os.environ.get(SETTING, "")
    if not (wanted.isdecimal() and int(wanted)):
        return Limits()
    seconds = float(wanted)
    return Limits(seconds, seconds / 10, seconds / 4)


def confine_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has; then Python raises `MemoryError`, and C libraries abort.

    Only where the system tells how much it has, which is on Linux.
    """
    sizes = Path("/proc/self/statm")
    if not sizes.is_file():
        return
    import resource  # noqa: PLC0415  # not on Windows

    has = int(sizes.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _lower(resource.RLIMIT_AS, has + megabytes * 2**20)
    _lower(resource.RLIMIT_CORE, 0)


def confine_time(seconds: float) -> None:
    """Let the system end this process (SIGXCPU) once it has taken so many more seconds of the processor."""
    try:
        import resource  # noqa: PLC0415  # not on Windows, where only the caller's clock counts
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, ceil(used.ru_utime + used.ru_stime + seconds))


def peak_megabytes() -> float:
    """Return the most memory that this process ever had; 0 where the system does not tell.

    What `getrusage` tells would be that of the process that started this one, if that was larger.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024


def _lower(which: int, limit: int) -> None:
    """Set a limit, unless a lower one is set that this process must not raise."""
    import resource  # noqa: PLC0415  # as above

    hard = resource.getrlimit(which)[1]
    resource.setrlimit(which, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
