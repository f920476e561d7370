"""The lockfile as a file: found, read whatever lies there, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from quizgen.decks.lock.model import Lock
from quizgen.decks.lock.text import NAME, from_text
from quizgen.diagnostics import Diagnostic, Span, error, has_errors
from quizgen.loader.files import Unreadable, beside, bounded, home, shown
from quizgen.system import resources
from quizgen.system.publish import replace_file

MAX_BYTES: Final = 2**26
"""Most bytes of a lockfile: enough for some 200,000 items."""
_OLDER: Final = "take an older version of the file"


class LockProblem(Exception):  # noqa: N818 - a state of the lockfile
    """The outputs cannot be stamped.

    Attributes:
        diagnostics: why, and how to mend it.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics


def lock_file(path: Path) -> Path:
    """Return the lockfile of content: the one beside it, as `beside` finds it, or else a new one in its folder."""
    return beside(path, NAME) or home(path) / NAME


def parsed(file: Path, content: bytes | None, now: int) -> Lock:
    """Return what a lockfile holds; nothing if there is none.

    Args:
        file: where it stands.
        content: what is in it, None if it is not there.
        now: seconds since 1970.

    Raises:
        LockProblem: it is damaged.
    """
    if content is None:
        return Lock()
    try:
        text = content.decode()
    except UnicodeDecodeError as problem:
        place = Span(shown(file), content.count(b"\n", 0, problem.start) + 1, 1)
        raise LockProblem(error("lock-damaged", place, "the file is not UTF-8", _OLDER)) from None
    lock, diagnostics = from_text(text, shown(file), now)
    if has_errors(diagnostics):
        raise LockProblem(*diagnostics)
    return lock


def read(file: Path) -> bytes | None:
    """Return what is in a file; None if it is not there.

    Raises:
        LockProblem: it is no regular file, too large, or cannot be read.
    """
    try:
        return bounded(file, MAX_BYTES)
    except FileNotFoundError:
        return None
    except Unreadable as problem:
        raise LockProblem(error("lock-damaged", Span(shown(file)), str(problem), problem.hint)) from None


def write(file: Path, content: bytes | None) -> None:
    """Put content in a file's place, whole or not at all; None takes the file away.

    Raises:
        LockProblem: it cannot be written.
    """
    if content is None:
        file.unlink(missing_ok=True)
        return
    try:
        replace_file(file, content)
    except OSError as problem:
        message = f"the file cannot be written: {problem.strerror}"
        hint = "make room, or change the permissions"
        raise LockProblem(error("lock-unwritable", Span(shown(file)), message, hint)) from None


def is_writable(file: Path) -> bool:
    """Tell whether a lockfile is to be kept there: not in what came with quizgen, or is write-protected."""
    return not resources.is_bundled(file) and os.access(file.parent, os.W_OK)
