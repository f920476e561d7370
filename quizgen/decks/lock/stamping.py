"""The lockfile of a build: found and read before the outputs are made, and written with them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from quizgen.cards import RenderedLesson
from quizgen.decks.lock import clocks, files
from quizgen.decks.lock.changes import (
    other_kinds,
    told,
    told_of_names,
    told_of_order,
    unnumbered,
    without_names,
)
from quizgen.decks.lock.clocks import Clock
from quizgen.decks.lock.files import LockProblem, is_writable, lock_file, parsed
from quizgen.decks.lock.gaps import Unnumbered
from quizgen.decks.lock.gone import gone_lessons
from quizgen.decks.lock.merging import merged
from quizgen.decks.lock.model import Lock, day_of
from quizgen.decks.lock.text import NAME, to_text
from quizgen.decks.lock.update import release_of, updated
from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.exporters.anki.notes import stamps_of_the_day
from quizgen.loader.files import shown


def random_namespace() -> str:
    """Return a namespace that no other author has."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Past:
    """What is known of earlier releases beside the lockfile, and what is to be changed of them.

    Attributes:
        decks: returns what published decks tell; called once the file is known to be sound.
        evidence: returns why there must have been a lockfile where there is none; None if nothing tells of one.
        new: whether the author says that nobody has these decks.
        rename: whether decks that have been released are named as new ones are.
        ahead: whether decks are out whose dates lie in the future: what changes is dated behind them.
    """

    decks: Callable[[int], Lock | None] = lambda _: None
    evidence: Callable[[Path], Diagnostic | None] = lambda _: None
    new: bool = False
    rename: bool = False
    ahead: bool = False


_NO_PAST: Final = Past()


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
        if files.read(self.file) != self.before:
            hint = "build again, when no other build or merge is under way"
            raise LockProblem(error("lock-changed", Span(shown(self.file)), "the file has changed meanwhile", hint))
        files.write(self.file, self.after)
        try:
            yield
        except BaseException:
            with suppress(LockProblem, OSError):
                files.write(self.file, self.before)
            raise


def unstamped(lessons: Sequence[RenderedLesson]) -> Stamping:
    """Return lessons for outputs that say nothing of earlier releases."""
    return Stamping(tuple(lessons))


def stamp(  # noqa: PLR0913 - how an author may build
    path: Path,
    lessons: Sequence[RenderedLesson],
    clock: Clock,
    *,
    locked: bool = False,
    namespace: Callable[[], str] | None = None,
    past: Past = _NO_PAST,
) -> Stamping:
    """Return the lessons with their releases, as the lockfile of their content knows them.

    Args:
        path: the folder of content, or the one file.
        lessons: all lessons in it.
        clock: is asked whether the file can be true, and for the date of what has changed.
        locked: whether to refuse changes.
        namespace: makes the namespace of a file that has none; at random if None.
        past: what else is known of earlier releases.

    Raises:
        LockProblem: the file is damaged, is missing though there was one, forbids a change, or would change although
            it is ``locked``.
    """
    file = lock_file(path)
    now = clocks.read(clock, file)
    before = files.read(file)
    is_first = before is None and is_writable(file) and not past.new
    there, old, has_decks = _known(file, before, now, past)
    if is_first and not has_decks and (lost := past.evidence(file)):
        raise LockProblem(lost)
    gone = tuple(gone_lessons(old, lessons, path, file, now))
    new = _updated(without_names(old, lessons) if past.rename else old, (*lessons, *gone), now, namespace, file)
    names = {name: deck.name for name, deck in new.decks.items()}
    heard = (*told_of_names(old, new, shown(file)), *told_of_order(lessons, names, shown(file)))
    if new == there and before is not None:
        return Stamping(_released((*lessons, *gone), there, names), file, before, None, heard)
    changes = told(there, new)
    if locked:
        hint = f"build without --locked, and commit {NAME} together with the content"
        raise LockProblem(error("lock-stale", Span(shown(file)), f"the file would change: {changes}", hint))
    if is_writable(file):
        clocks.compared(now, there, lessons, file)
        first = _made_new(file, lessons, now) if is_first and not has_decks else ()
        return Stamping(_released((*lessons, *gone), new, names), file, before, to_text(new).encode(), (*first, *heard))
    hint = "copy the content to a folder of your own to publish changed decks"
    message = f"the file is not to be written, and stays behind what is built: {changes}"
    left = warning("lock-left-behind", Span(shown(file)), message, hint)
    return Stamping(_released(lessons, old, names), file, before, None, (left,))


def _known(file: Path, content: bytes | None, now: int, past: Past) -> tuple[Lock, Lock, bool]:
    """Return what the file knows, the same with what published decks tell, and whether there are any."""
    latest = clocks.ANY if past.ahead else now
    there = parsed(file, content, latest)
    decks = past.decks(latest)
    return there, merged(there, decks) if decks else there, decks is not None


def _updated(
    old: Lock, lessons: Sequence[RenderedLesson], now: int, namespace: Callable[[], str] | None, file: Path
) -> Lock:
    if refused := tuple(other_kinds(old, lessons, file)):
        raise LockProblem(*refused)
    try:
        return updated(old, lessons, now, old.namespace or (namespace or random_namespace)())
    except Unnumbered as problem:
        raise LockProblem(unnumbered(problem, old, file)) from None


def _made_new(file: Path, lessons: Sequence[RenderedLesson], now: int) -> tuple[Diagnostic, ...]:
    """Tell that a file was made for lessons released before today: if it was only lost, this is the time to notice."""
    if not (earlier := [lesson for lesson in lessons if lesson.released < day_of(now)]):
        return ()
    first = min(earlier, key=lambda lesson: (lesson.released, lesson.id))
    message = f"the file was not there and is made, though lesson {first.id} was released on {first.released}"
    hint = (
        "if nobody has the decks yet, commit the file; if learners have them, take it away again and build with "
        "`--from-decks` and the decks that were published last, or they get each note a second time"
    )
    return (warning("lock-new", Span(shown(file)), message, hint),)


def _released(lessons: Sequence[RenderedLesson], lock: Lock, names: Mapping[str, str]) -> tuple[RenderedLesson, ...]:
    """Return the lessons with their releases; an item that the lock does not know is of the lesson's day of release.

    So is a deck, by its lesson's id, of a name that the lock does not know.
    """
    stamped = []
    for lesson in lessons:
        release = release_of(lock, lesson)
        if any(card.id not in release.stamps for card in lesson.cards):
            release = replace(release, stamps={**stamps_of_the_day(lesson, lock.namespace), **release.stamps})
        stamped.append(replace(lesson, release=replace(release, deck=release.deck or names[lesson.id])))
    return tuple(stamped)
