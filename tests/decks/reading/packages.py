"""Packages for tests: a small deck in every form that Anki reads, and what a stranger makes of them."""

from __future__ import annotations

import io
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import genanki
from anki.collection import ExportAnkiPackageOptions

from quizgen.decks.reading import Unreadable, read
from tests.exporters.anki.reviewer import collection, import_package

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OLD, NEW, NEWEST = "collection.anki2", "collection.anki21", "collection.anki21b"
Entries = dict[str, bytes]
Notes = list[tuple[str, str, list[str], list[str]]]


def packed(content: bytes) -> bytes:
    """Return what Anki's newest format holds."""
    return zstd.compress(content)


def version(number: int) -> bytes:
    """Return the ``meta`` of a package."""
    return bytes([8, number])


def database(*texts: str, name: str = "Simple") -> bytes:
    """Return the database of a deck with a note for each text."""
    model = genanki.Model(
        1_600_000_000_001,
        name,
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{Front}}<hr>{{Back}}"}],
    )
    deck = genanki.Deck(1_600_000_000_002, "Simple")
    for number, text in enumerate(texts):
        deck.add_note(genanki.Note(model=model, fields=[text, "answer"], guid=f"guid-{number}", tags=["one", "two"]))
    file = io.BytesIO()
    genanki.Package(deck).write_to_file(file, timestamp=1_600_000_000.0)
    with zipfile.ZipFile(file) as archive:
        return archive.read(OLD)


def changed(content: bytes, change: str | Callable[[sqlite3.Connection], object]) -> bytes:
    """Return a database after statements, or a function, have changed it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        if isinstance(change, str):
            connection.executescript(change)
        else:
            change(connection)
        connection.commit()
        return connection.serialize()


def write(path: Path, entries: Mapping[str, bytes]) -> Path:
    """Write a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def entries(path: Path) -> Entries:
    """Return what is in a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def exported(deck: Path, folder: Path, *, legacy: bool = False) -> Path:
    """Return what a learner exports who has imported a deck: in the format that Anki offers first, or the older one."""
    path = folder / f"exported-{'old' if legacy else 'new'}.apkg"
    with collection(folder / f"anki-{legacy}") as learner:
        import_package(learner, deck)
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        learner.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def judged(path: Path) -> Notes | None:
    """Return what quizgen reads in a package, in the form of `learners.imported`; None if it refuses it."""
    try:
        notes = read(path).notes
    except Unreadable:
        return None
    return sorted((note.guid, note.note_type, list(note.fields.values()), sorted(note.tags)) for note in notes)
