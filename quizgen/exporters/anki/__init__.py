"""Anki decks: one ``.apkg`` for each lesson.

What a learner relies on when a later build of the same lesson is imported again:

* a note is known by its item's id alone (its GUID is made from nothing else), so a reworded question keeps its history;
* note types, fields, templates and decks have fixed ids, so nothing is doubled and nothing is left behind;
* a note's time of change is that of the build that first carried what it says now, kept in a lockfile
  (`quizgen.decks.lock`): a correction arrives, and what has not changed is left alone, with the learner's tags on it.
  Where nothing is kept, all notes are of the lesson's release date.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quizgen.cards import RenderedLesson
from quizgen.exporters import ExportError, Progress
from quizgen.exporters.anki.package import write_package

__all__ = ["export", "refuse_duplicates"]


def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, *_: object) -> Sequence[Path]:
    """Write ``<lesson id>.apkg`` for each lesson and return their paths, sorted.

    Raises:
        ExportError: two items share an id, a cloze has no gap, a text holds Anki's field separator, or a picture is
            missing; the message names the item.
    """
    refuse_duplicates(lessons)
    paths = []
    for lesson in lessons:
        progress(f"Anki deck {lesson.id}")
        path = folder / f"{lesson.id}.apkg"
        write_package(lesson, path)
        paths.append(path)
    return sorted(paths)


def refuse_duplicates(lessons: Sequence[RenderedLesson]) -> None:
    """Raise `ExportError` for two items of one id."""
    seen: dict[str, str] = {}
    for lesson in lessons:
        for card in lesson.cards:
            if card.id in seen:
                where = f"lessons {seen[card.id]} and {lesson.id}" if seen[card.id] != lesson.id else lesson.id
                raise ExportError(f"{card.id}: two items have this id ({where}); Anki would take them for one")
            seen[card.id] = lesson.id
