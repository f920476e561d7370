"""One lesson as an ``.apkg``: notes and cards with fixed ids and times, media, a reproducible archive.

Notes go from the lesson into the database, and the database into the archive, a few at a time. So a deck of any size
takes little memory beside the lesson itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from copy import copy
from itertools import chain, count, islice
from pathlib import Path
from typing import IO, Any, Final, cast

import genanki
from zlib_ng import zlib_ng

from quizgen.cards import RenderedLesson
from quizgen.exporters.anki.deck import PRESET, PRESET_ID, deck_id, deck_name, description, parent_id
from quizgen.exporters.anki.deck_names import below, parents
from quizgen.exporters.anki.fields import SEPARATOR
from quizgen.exporters.anki.note_types import MODEL_IDS, note_types
from quizgen.exporters.anki.notes import Note, notes, released_at

LEVEL: Final = 2
"""Of compression: higher ones take longer and gain little."""
PAGE: Final = 65_536
"""Bytes of a page of the database, the most that there are: a note of a usual length fits into one."""
CACHE: Final = 8_000
"""Kilobytes of the database in memory. The indexes of 100,000 notes fit in; they grow in all places."""
BATCH: Final = 500
"""Notes after which their cards are written. A note itself is gone from memory, and from the processor's, at once."""
_NO_ZIP64: Final = 2**31
_SEPARATOR: Final = SEPARATOR.encode()
"""Fields are joined as bytes: one letter beyond Latin-1 in any of them would make the whole text four times as slow."""
_WRITER: Final = 96
"""Where a database's header says which SQLite wrote it (SQLite's file format, 1.3.17)."""
_SQLITE: Final = 3_040_001

NoteRow = tuple[int, str, int, int, str, bytes, str, int]
CardRow = tuple[int, int, int, int, int, int]


def write_package(lesson: RenderedLesson, target: Path) -> None:
    """Write the lesson's ``.apkg``.

    Raises:
        ExportError: see `quizgen.exporters.anki.export`.
    """
    write_notes(lesson, notes(lesson, by_id=True), target)


def write_notes(lesson: RenderedLesson, made: Iterable[Note], target: Path) -> None:
    """Write notes of a lesson as its ``.apkg``; a database stands beside it until it is whole.

    Args:
        lesson: whose deck it is.
        made: its notes; those in the order of their ids are written fastest.
        target: the file to write.
    """
    draft = target.with_suffix(".database")
    try:
        files = _write_database(lesson, iter(made), draft)
        _write_archive(target, draft, files)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        draft.unlink(missing_ok=True)


def _write_database(lesson: RenderedLesson, made: Iterator[Note], path: Path) -> dict[str, Path]:
    """Write Anki's database, and return the media that it names: name -> file.

    genanki sets it up, with the deck and the note types; the rows are written here. genanki would number notes and
    cards by the clock, and search every field for faulty HTML in a time that grows with the square of its length, only
    to warn; what comes here has been cleaned.
    """
    released = released_at(lesson)
    deck = genanki.Deck(deck_id(lesson.id), deck_name(lesson), description(lesson))
    dates = lesson.release.note_types if lesson.release else {}
    for kind in sorted(_kinds(lesson)):
        note_type = copy(note_types()[kind])
        note_type.modified = dates.get(kind, note_type.modified)
        deck.add_model(note_type)
    files: dict[str, Path] = {}
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA page_size = {PAGE}")
        cursor.execute(f"PRAGMA cache_size = -{CACHE}")
        cursor.execute("PRAGMA journal_mode = OFF")  # it is thrown away if anything fails
        cursor.execute("PRAGMA synchronous = OFF")
        genanki.Package(deck).write_to_db(cursor, released, count(released * 1000))
        decks = _add_decks(cursor, lesson, deck.deck_id)
        for note in made:
            batch = chain((note,), islice(made, BATCH - 1))
            cards: list[CardRow] = []
            cursor.executemany(
                "INSERT INTO notes VALUES(?,?,?,?,-1,?,CAST(? AS TEXT),?,?,0,'')",
                _note_rows(batch, decks, cards, files),
            )
            cursor.executemany("INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')", cards)
        connection.commit()
    _sign(path)
    return files


def _sign(database: Path) -> None:
    """Say in the header that always the same SQLite wrote the file: nobody asks for it, and bytes would differ."""
    with database.open("r+b") as file:
        file.seek(_WRITER)
        file.write(_SQLITE.to_bytes(4, "big"))


def _kinds(lesson: RenderedLesson) -> set[str]:
    return {card.kind for card in lesson.cards} | {
        gone.kind for gone in (lesson.release.retired if lesson.release else ())
    }


def _note_rows(
    made: Iterable[Note], decks: Mapping[str, int], cards: list[CardRow], files: dict[str, Path]
) -> Iterator[NoteRow]:
    """Yield the rows of notes; put the rows of their cards beside them, and the files that they show."""
    for note in made:
        cards.extend(_card_rows(note, decks[note.subdeck]))
        files.update(note.media)
        yield _note_row(note)


def _note_row(note: Note) -> NoteRow:
    checksum = int.from_bytes(hashlib.sha1(note.fields[0].encode(), usedforsecurity=False).digest()[:4])
    tags = f" {' '.join(note.tags)} " if note.tags else ""
    stamp, model = note.stamp, MODEL_IDS[note.kind]
    text = _SEPARATOR.join([value.encode() for value in note.fields])
    return (stamp.created, stamp.guid, model, stamp.modified, tags, text, note.sort_text, checksum)


def _card_rows(note: Note, deck: int) -> Iterator[CardRow]:
    stamp = note.stamp
    for ord_ in note.ords:
        yield (stamp.created + ord_, stamp.created, deck, ord_, stamp.modified, stamp.position)


def _add_decks(cursor: sqlite3.Cursor, lesson: RenderedLesson, deck: int) -> dict[str, int]:
    """Put quizgen's preset beside Anki's own, and under it the deck with those above and below it.

    These tell nothing of themselves: Anki leaves alone what a learner has written there.

    Returns:
        the deck of each subdeck that cards of the lesson have.
    """
    made = {name: deck_id(lesson.id, name) for name in sorted({card.subdeck for card in lesson.cards} - {""})}
    presets, decks = _read(cursor, "dconf"), _read(cursor, "decks")
    presets[str(PRESET_ID)] = presets["1"] | dict(PRESET)
    own = decks[str(deck)]
    own["conf"] = PRESET_ID
    others = {below(own["name"], subdeck): number for subdeck, number in made.items()}
    others |= {name: parent_id(name) for name in parents(own["name"])}
    for name, number in others.items():
        decks[str(number)] = {**own, "id": number, "name": name, "desc": ""}
    cursor.execute("UPDATE col SET dconf = ?, decks = ?", (json.dumps(presets), json.dumps(decks)))
    return {"": deck, **made}


def _read(cursor: sqlite3.Cursor, column: str) -> dict[str, Any]:
    (text,) = cursor.execute(f"SELECT {column} FROM col").fetchone()  # noqa: S608 - the names stand above
    return cast("dict[str, Any]", json.loads(text))


def _write_archive(target: Path, database: Path, files: Mapping[str, Path]) -> None:
    names = sorted(files)
    index = json.dumps({str(number): name for number, name in enumerate(names)}).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with database.open("rb") as content:
            _add(archive, "collection.anki2", content, database.stat().st_size)
        _add(archive, "media", io.BytesIO(index), len(index))
        for number, name in enumerate(names):
            with files[name].open("rb") as content:
                _add(archive, str(number), content, files[name].stat().st_size)


def _add(archive: zipfile.ZipFile, name: str, content: IO[bytes], size: int) -> None:
    """Add a file that says nothing of the machine; of itself `zipfile` dates it 1980, the earliest that there is.

    It is compressed by zlib-ng, of which every machine has the same version, and so the same bytes; the zlib that a
    Python was built with takes twice as long. `zipfile` has no say for that.
    """
    with archive.open(name, "w", force_zip64=size >= _NO_ZIP64) as entry:
        entry._compressor = zlib_ng.compressobj(LEVEL, zlib_ng.DEFLATED, -zlib_ng.MAX_WBITS)  # type: ignore[attr-defined]  # noqa: SLF001
        shutil.copyfileobj(content, entry, 1 << 20)
    written = archive.getinfo(name)
    written.create_system, written.external_attr = 3, 0o644 << 16  # the same on every system
