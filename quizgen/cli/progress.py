"""Progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from quizgen.compiler import Report


@contextmanager
def reporting(what: str, quiet: bool) -> Iterator[Report]:
    """Show progress: a bar on a terminal, a few lines in a pipe, nothing if quiet."""
    if quiet:
        from quizgen.compiler import Silent

        yield Silent()
    elif sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            yield _Bar(progress, progress.add_task(what, total=None))
    else:
        yield _Lines(what)


class _Bar:
    """A progress bar."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def step(self, done: int, total: int, what: str) -> None:
        self._progress.update(self._task, completed=done, total=total, description=what)


class _Lines:
    """A line now and then: at the start of a phase and at each quarter of it."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._last: tuple[str, int] | None = None

    def step(self, done: int, total: int, what: str) -> None:
        quarter = (what, 4 * done // max(total, 1))
        if quarter != self._last:
            self._last = quarter
            print(f"{self._what}: {what} {done}/{total}", file=sys.stderr)
