"""Whether the clock, by which changes are dated, can be right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from quizgen.cards import RenderedLesson
from quizgen.decks.lock.files import LockProblem
from quizgen.decks.lock.model import Lock, day_of
from quizgen.diagnostics import Span, error
from quizgen.exporters.anki.note_types import MODIFIED
from quizgen.loader.files import shown

Clock = Callable[[], float]
"""Returns the time, in seconds since 1970."""

EARLIEST: Final = 1_577_836_800
"""2020-01-01, in seconds since 1970: a clock before that is not set."""

ANY: Final = 253_370_764_800
"""The year 9999: as the time of day, it lets every date be in the past."""

_BEHIND: Final = timedelta(days=31)
"""How long before its day of release a lesson may be built."""

_AHEAD: Final = timedelta(days=5 * 365)
"""How long after everything that has a date something new may be built."""


def read(clock: Clock, file: Path) -> int:
    """Return the time, in whole seconds since 1970.

    Raises:
        LockProblem: the clock is not set.
    """
    now = int(clock())
    if EARLIEST <= now < ANY:
        return now
    message = (
        f"this machine's clock says {day_of(max(0, min(now, ANY)))}, by which learners could not tell new from old"
    )
    raise LockProblem(error("lock-clock", Span(shown(file)), message, "set the clock, and build again"))


def compared(now: int, lock: Lock, lessons: Sequence[RenderedLesson], file: Path) -> None:
    """Compare the clock with all dates that are known, before anything is dated by it.

    Args:
        now: seconds since 1970.
        lock: as it was before the build.
        lessons: with their days of release.
        file: where the lockfile stands.

    Raises:
        LockProblem: the clock is a month behind a lesson's release, or five years ahead of all dates.
    """
    today = date.fromisoformat(day_of(now))
    last = max(lessons, key=lambda lesson: (lesson.released, lesson.id))
    released = date.fromisoformat(last.released)
    if today < released - _BEHIND:
        message = f"this machine's clock says {today}, and lesson {last.id} is released on {released}"
        hint = f"set the clock, and build again; if it is right, set `released` of {last.id} to {today}"
        raise LockProblem(error("lock-clock", Span(shown(file)), message, hint))
    newest = max([MODIFIED, *(item.modified for item in lock.items.values())])
    newest_day = max(released, date.fromisoformat(day_of(newest)))
    if today > newest_day + _AHEAD:
        message = (
            f"this machine's clock says {today}, and nothing here is younger than {newest_day}; if that is wrong, "
            "learners get no update until then"
        )
        hint = f"set the clock, and build again; if it is right, set `released` of {last.id} to {today}"
        raise LockProblem(error("lock-clock", Span(shown(file)), message, hint))
