"""Signs that learners have decks of lessons of which no lockfile knows anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.decks.lock import NAME
from quizgen.decks.reading import Unreadable, read
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.loader.files import shown

_FLAGS = (
    f"bring {NAME} back from version control, or build with `--from-decks` and the decks that were published last; "
    "if nobody has these decks, build with `--new-decks`"
)


def evidence(lessons: Sequence[RenderedLesson], out: Path, lock: Path, files: Sequence[Path]) -> Diagnostic | None:
    """Return why the lockfile that is not there has to be looked for; None if nothing tells of one.

    Args:
        lessons: what is built.
        out: where it is built; a deck there was built before.
        lock: where the lockfile would be made.
        files: those of the content.
    """
    folders = {folder for file in files for folder in file.absolute().parents if folder.is_relative_to(lock.parent)}
    for folder in sorted(folders - {lock.parent}):
        if (folder / NAME).is_file():
            told = f"this would be a second file of these lessons; the first is {shown(folder / NAME)}"
            hint = f"move that one here; if there are several, put their lines together; {_FLAGS}"
            return error("lock-lost", Span(shown(lock)), told, hint)
    for lesson in lessons:
        deck = out / f"{lesson.id}.apkg"
        if _is_ours(deck):
            told = f"the file is missing, but {shown(deck)} was built before; learners would get each note twice"
            return error("lock-lost", Span(shown(lock)), told, _FLAGS)
    return None


def _is_ours(deck: Path) -> bool:
    try:
        return deck.is_file() and any(note.kind for note in read(deck).notes)
    except (Unreadable, OSError):
        return False
