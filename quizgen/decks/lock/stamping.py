"""The lockfile of a build: found and read before the outputs are made, and written with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from quizgen.cards import RenderedLesson
from quizgen.decks.lock.model import Lock
from quizgen.decks.lock.names import told_of_names, told_of_order, without_names
from quizgen.decks.lock.text import NAME, from_text, to_text
from quizgen.decks.lock.update import release_of, updated
from quizgen.diagnostics import Diagnostic, Span, error, has_errors, warning
from quizgen.exporters.anki.notes import stamps_of_the_day
from quizgen.loader.files import beside, home, shown
from quizgen.system import resources
from quizgen.system.publish import replace_file

MAX_BYTES: Final = 2**26
"""Most bytes of a lockfile: enough for some 200,000 items."""

_FEW: Final = 5
"""How many ids are told of each sort of change."""

Clock = Callable[[], float]
"""Returns the time, in seconds since 1970."""


class LockProblem(Exception):  # noqa: N818 - a state of the lockfile
    """The outputs cannot be stamped.

    Attributes:
        diagnostics: why, and how to mend it.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics


@dataclass(frozen=True)
class Stamping:
    """Lessons with what is known of their earlier releases, and the lockfile that goes with them.

    Attributes:
        lessons: each with its release.
        file: the lockfile; None if there is to be none.
        before: what is in it; None if it is not there.
        after: what belongs into it now; None to leave it alone.
        diagnostics: what the author should know.
    """

    lessons: tuple[RenderedLesson, ...]
    file: Path | None = None
    before: bytes | None = None
    after: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Write the lockfile, and put back what it was if the body fails.

        The body moves the outputs into place. In this order: decks that nobody has a record of would do harm, and a
        record of decks that are not there does none.

        Raises:
            LockProblem: the file has changed since it was read, or cannot be written.
        """
        if self.file is None or self.after is None:
            yield
            return
        if _read(self.file) != self.before:
            hint = "build again, when no other build or merge is under way"
            raise LockProblem(error("lock-changed", Span(shown(self.file)), "the file has changed meanwhile", hint))
        _write(self.file, self.after)
        try:
            yield
        except BaseException:
            with suppress(LockProblem, OSError):
                _write(self.file, self.before)
            raise


def unstamped(lessons: Sequence[RenderedLesson]) -> Stamping:
    """Return lessons for outputs that say nothing of earlier releases."""
    return Stamping(tuple(lessons))


def stamp(
    path: Path, lessons: Sequence[RenderedLesson], clock: Clock, *, locked: bool = False, rename: bool = False
) -> Stamping:
    """Return the lessons with their releases, as the lockfile of their content knows them.

    Args:
        path: the folder of content, or the one file.
        lessons: all lessons in it.
        clock: is asked whether the file can be true, and for the date of what has changed.
        locked: whether to refuse changes.
        rename: whether decks that have been released are named as new ones are.

    Raises:
        LockProblem: the file is damaged, forbids a change, or would change although it is ``locked``.
    """
    file, now = lock_file(path), int(clock())
    before = _read(file)
    old = _parsed(file, before, now)
    refused = tuple(_other_kinds(old, lessons, file))
    if refused:
        raise LockProblem(*refused)
    new = updated(without_names(old, lessons) if rename else old, lessons, now)
    names = {name: deck.name for name, deck in new.decks.items()}
    told = (*told_of_names(old, new, shown(file)), *told_of_order(lessons, names, shown(file)))
    if new == old and before is not None:
        return Stamping(_released(lessons, old, names), file, before, None, told)
    changes = _told(old, new)
    if locked:
        hint = f"build without --locked, and commit {NAME} together with the content"
        raise LockProblem(error("lock-stale", Span(shown(file)), f"the file would change: {changes}", hint))
    if _is_writable(file):
        return Stamping(_released(lessons, new, names), file, before, to_text(new).encode(), told)
    hint = "copy the content to a folder of your own to publish changed decks"
    message = f"the file is not to be written, and stays behind what is built: {changes}"
    left = warning("lock-left-behind", Span(shown(file)), message, hint)
    return Stamping(_released(lessons, old, names), file, before, None, (left,))


def lock_file(path: Path) -> Path:
    """Return the lockfile of content: the one beside it, as `beside` finds it, or else a new one in its folder."""
    return beside(path, NAME) or home(path) / NAME


def _parsed(file: Path, content: bytes | None, now: int) -> Lock:
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


_OLDER: Final = "take an older version of the file"


def _read(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as problem:
        message = f"the file cannot be read: {problem.strerror}"
        raise LockProblem(error("lock-damaged", Span(shown(file)), message, "change its permissions")) from None
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 2**20} MiB"
        raise LockProblem(error("lock-damaged", Span(shown(file)), message, _OLDER))
    return content


def _write(file: Path, content: bytes | None) -> None:
    """Put content in a file's place, whole or not at all; None takes the file away."""
    if content is None:
        file.unlink(missing_ok=True)
        return
    try:
        replace_file(file, content)
    except OSError as problem:
        message = f"the file cannot be written: {problem.strerror}"
        hint = "make room, or change the permissions"
        raise LockProblem(error("lock-unwritable", Span(shown(file)), message, hint)) from None


def _is_writable(file: Path) -> bool:
    return not resources.is_bundled(file) and os.access(file.parent, os.W_OK)


def _released(lessons: Sequence[RenderedLesson], lock: Lock, names: Mapping[str, str]) -> tuple[RenderedLesson, ...]:
    """Return the lessons with their releases; an item that the lock does not know is of the lesson's day of release.

    So is a deck, by its lesson's id, of a name that the lock does not know.
    """
    stamped = []
    for lesson in lessons:
        release = release_of(lock, lesson)
        if any(card.id not in release.stamps for card in lesson.cards):
            release = replace(release, stamps={**stamps_of_the_day(lesson), **release.stamps})
        stamped.append(replace(lesson, release=replace(release, deck=release.deck or names[lesson.id])))
    return tuple(stamped)


def _other_kinds(lock: Lock, lessons: Sequence[RenderedLesson], file: Path) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each item that is of another kind than before: Anki keeps a note's type for ever."""
    for lesson in lessons:
        for card in lesson.cards:
            known = lock.items.get(card.id)
            if known and known.kind != card.kind:
                message = f"`{card.id}` was {known.kind} and is {card.kind} now, which learners' copies cannot become"
                hint = "give it another id; if no learner has the old one, take this line out instead"
                yield error("lock-other-kind", Span(shown(file), known.line, 1), message, hint)


def _told(old: Lock, new: Lock) -> str:
    """Return what a new lock changes: "new: a, b; changed: c; retired: d"."""
    here = {name: item for name, item in new.items.items() if not item.retired}
    known = {name: item for name, item in old.items.items() if not item.retired}
    both = [name for name in here if name in known]
    sorts = {
        "new": [name for name in here if name not in known],
        "changed": [name for name in both if here[name].content != known[name].content],
        "moved": [name for name in both if here[name].position != known[name].position],
        "retired": [name for name in known if name in new.items and name not in here],
        "forgotten": [name for name in old.items if name not in new.items],
        "note types": [kind for kind, found in new.note_types.items() if old.note_types.get(kind) != found],
        "decks": [name for name, deck in new.decks.items() if old.decks.get(name) != deck],
    }
    return "; ".join(f"{sort}: {_listed(names)}" for sort, names in sorts.items() if names) or "its form"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(sorted(names)[:_FEW]) + (f" and {more} more" if more > 0 else "")
