"""What of content was saved, as the system tells it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Final, Self, TypeVar

from watchfiles import watch

from quizgen.loader.files import home
from quizgen.unchanged import BESIDE, state

T = TypeVar("T")

_STEP, _GROUPED = 15, 200
"""Milliseconds without a change after which changes are told; and after which they are told in any case."""
_LOOK: Final = 200
"""So often, in milliseconds, it is looked whether watching has ended; a watch has begun when it looked for the first
time."""
_ROUNDS: Final = 10
"""What is saved without end is told nevertheless after so many times."""
_DRAFTS: Final = ("~", ".swp", ".swx", ".tmp", ".lock", "4913")
"""Names of what editors write beside a file end so; a lockfile says nothing of what pages show."""


class Watch:
    """Watches the folder of content, and what belongs to it in the folders above.

    Raises, when it is entered:
        OSError: it cannot be watched.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._home = home(path).resolve()
        self._changes: SimpleQueue[frozenset[Path] | OSError] = SimpleQueue()
        self._end = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        above = [self._home, *self._home.parents]
        depth = next((n for n, folder in enumerate(above) if (folder / ".git").exists()), 0)
        self._begin([self._home], recursive=True)
        if depth:
            self._begin(above[1 : depth + 1], recursive=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def changes(self) -> frozenset[Path]:
        """Wait until something was saved, and return the files."""
        return self._taken(self._changes.get()) | self._more()

    def settled(self, work: Callable[[], T]) -> T:
        """Return what comes of reading content: what was saved meanwhile is read again."""
        for _ in range(_ROUNDS):
            before = state(self._path)
            found = work()
            if self._changes.empty() and state(self._path) == before:
                break
            self._more()
        return found

    def _more(self) -> frozenset[Path]:
        found: frozenset[Path] = frozenset()
        while True:
            try:
                found |= self._taken(self._changes.get_nowait())
            except Empty:
                return found

    @staticmethod
    def _taken(found: frozenset[Path] | OSError) -> frozenset[Path]:
        if isinstance(found, OSError):
            raise found
        return found

    def _begin(self, folders: list[Path], *, recursive: bool) -> None:
        begun = threading.Event()
        thread = threading.Thread(target=self._watch, args=(folders, recursive, begun), daemon=True)
        self._threads.append(thread)
        thread.start()
        begun.wait()

    def _watch(self, folders: list[Path], recursive: bool, begun: threading.Event) -> None:  # noqa: FBT001 - a thread's
        def counts(_: object, path: str) -> bool:
            return self._counts(Path(path))

        try:
            for changes in watch(
                *folders,
                watch_filter=counts,
                stop_event=self._end,
                yield_on_timeout=True,
                recursive=recursive,
                ignore_permission_denied=True,
                step=_STEP,
                debounce=_GROUPED,
                rust_timeout=_LOOK,
            ):
                begun.set()
                if changes:
                    self._changes.put(frozenset(Path(path) for _, path in changes))
        except Exception as problem:  # noqa: BLE001 - watchfiles raises what its Rust part does; it is told in the main thread
            self._changes.put(OSError(f"{os.fspath(folders[0])} cannot be watched: {problem}"))
        finally:
            begun.set()

    def _counts(self, file: Path) -> bool:
        if file.parent != self._home and not file.is_relative_to(self._home):
            return file.name in BESIDE
        hidden = any(part.startswith(".") for part in file.relative_to(self._home).parts)
        return not hidden and not file.name.endswith(_DRAFTS)
