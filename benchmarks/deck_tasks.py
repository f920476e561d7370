"""What is measured of decks at scale: ``python -m benchmarks.deck_tasks TASK COUNT`` prints one JSON object.

Imports, and what a task is handed ready-made, are outside of the measured time. Seconds are the processor's, ours and
the peer's in turn in one process, the best of two, so that what else the machine does counts little.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import genanki as plain

from benchmarks.notes import lesson
from quizgen.cards import RenderedLesson
from quizgen.decks.lock import Lock, release_of, updated
from quizgen.exporters.anki import export
from quizgen.exporters.anki.note_types import note_types
from quizgen.exporters.anki.notes import Note, notes
from quizgen.exporters.anki.package import write_notes, write_package

NOW = 1_790_000_000
"""When the benchmark's deck was released, seconds since 1970."""
LESSONS = 500
REPEAT = 2
Figures = dict[str, float]


def released(count: int) -> RenderedLesson:
    """Return a lesson of that many notes with its release, as a build has it from the lockfile."""
    made = lesson(count)
    return replace(made, release=release_of(updated(Lock(), [made], NOW), made))


def notes_written(count: int) -> Figures:
    """Compare writing a deck of notes, their fields ready-made or made on the way, with a bare script with genanki.

    The script has ready-made ones. On the way a note is made, written and forgotten, as in a build.
    """
    made = released(count)
    ready = list(notes(made, by_id=True))
    seconds: dict[str, list[float]] = {"both": [], "ours": [], "peer": []}
    for _ in range(REPEAT):
        seconds["both"].append(_seconds(lambda folder: write_package(made, folder / "deck.apkg")))
        seconds["ours"].append(_seconds(partial(_ours, made, ready)))
        seconds["peer"].append(_seconds(partial(_plain, [("deck", ready)])))
    return {name: min(found) for name, found in seconds.items()}


def lessons_written(count: int) -> Figures:
    """Compare writing 500 lessons, each a deck in a file of its own, with plain genanki: so, and all in one file."""
    parts = [replace(part, release=release_of(updated(Lock(), [part], NOW), part)) for part in _parts(count)]
    ready = [(f"Deck::{part.id}", list(notes(part))) for part in parts]
    seconds: dict[str, list[float]] = {"ours": [], "peer": [], "one_file": []}
    for _ in range(REPEAT):
        seconds["ours"].append(_seconds(lambda folder: export(parts, folder, _quiet)))
        seconds["peer"].append(_seconds(partial(_plain_each, ready)))
        seconds["one_file"].append(_seconds(partial(_plain, ready)))
    return {name: min(found) for name, found in seconds.items()}


def memory(count: int) -> Figures:
    """Measure what writing a deck adds to the peak of memory that the lesson itself has taken."""
    ready = lesson(count)
    note_types()
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        export([ready], Path(folder), _quiet)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    return {"megabytes": _peak() - before, "written": size / 1e6}


def _parts(count: int) -> list[RenderedLesson]:
    whole, size = lesson(count), count // LESSONS
    starts = range(0, size * LESSONS, size)
    return [replace(whole, id=f"part-{at}", title=f"Part {at}", cards=whole.cards[at : at + size]) for at in starts]


def _plain_each(decks: Sequence[tuple[str, Sequence[Note]]], folder: Path) -> None:
    for number, deck in enumerate(decks):
        _plain([deck], folder, f"deck-{number}")


def _ours(made: RenderedLesson, ready: Sequence[Note], folder: Path) -> None:
    write_notes(made, ready, folder / "deck.apkg")


def _plain(decks: Sequence[tuple[str, Sequence[Note]]], folder: Path, name: str = "deck") -> None:
    warnings.simplefilter("ignore")
    made = []
    for number, (title, ready) in enumerate(decks):
        deck = plain.Deck(1_700_000_000_000 + number, title)
        for note in ready:
            fields, tags = list(note.fields), list(note.tags)
            deck.add_note(plain.Note(note_types()[note.kind], fields, tags=tags, guid=note.stamp.guid))
        made.append(deck)
    plain.Package(made).write_to_file(folder / f"{name}.apkg")


def _seconds(write: Callable[[Path], object]) -> float:
    """Return how long it takes to write files into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        write(Path(folder))
        return time.process_time() - start


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _quiet(what: str) -> None:
    """Say nothing."""


TASKS: dict[str, Callable[[int], Figures]] = {task.__name__: task for task in (notes_written, lessons_written, memory)}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](int(sys.argv[2]))))
