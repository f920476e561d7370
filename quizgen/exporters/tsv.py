"""Notes as tab-separated text with the headers that Anki reads (its manual, "Text Files", "File Headers").

``tsv/<lesson id>.tsv`` for each lesson, and ``tsv/media/`` with the pictures of all, to be copied into Anki's media
folder. A text file brings no note types along: the collection has to have quizgen's already, from an ``.apkg``. Notes
are found again by their ids. Unlike with an ``.apkg``, Anki takes whatever differs, and what the learner has edited is
overwritten.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from quizgen.cards import RenderedLesson
from quizgen.exporters import Progress
from quizgen.exporters.anki import refuse_duplicates
from quizgen.exporters.anki.deck import deck_name
from quizgen.exporters.anki.note_types import FIELDS, note_types
from quizgen.exporters.anki.notes import Note, notes

COLUMNS: Final = ("Note type", "Deck", "GUID", *FIELDS, "Tags")


def export(lessons: Sequence[RenderedLesson], folder: Path, progress: Progress, *_: object) -> Sequence[Path]:
    """Write the folder ``tsv`` and return its path.

    Raises:
        ExportError: as `quizgen.exporters.anki.export`.
    """
    refuse_duplicates(lessons)
    target = folder / "tsv"
    target.mkdir()
    for lesson in lessons:
        progress(f"text file {lesson.id}")
        _write(lesson, target)
    return (target,)


def _write(lesson: RenderedLesson, target: Path) -> None:
    """Write a lesson's rows one after the other, so that no more than one note is in memory."""
    with (target / f"{lesson.id}.tsv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{header}\n" for header in _headers())
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        for note in notes(lesson):
            rows.writerow(_row(note, lesson))
            for name, picture in note.media.items():
                (target / "media").mkdir(exist_ok=True)
                shutil.copyfile(picture, target / "media" / name)


def _headers() -> Iterator[str]:
    yield "#separator:tab"
    yield "#html:true"
    yield "#columns:" + "\t".join(COLUMNS)
    yield "#notetype column:1"
    yield "#deck column:2"
    yield "#guid column:3"
    yield f"#tags column:{len(COLUMNS)}"


def _row(note: Note, lesson: RenderedLesson) -> list[str]:
    """Return a note's columns; the first is never empty, nor begins a comment."""
    note_type = str(note_types()[note.kind].name)
    return [note_type, deck_name(lesson, note.subdeck), note.stamp.guid, *note.fields, " ".join(note.tags)]
