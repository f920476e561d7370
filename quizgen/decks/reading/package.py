"""An ``.apkg`` as notes, without Anki.

Such a file is a ZIP archive with an SQLite database. Anki writes three kinds (``rslib/src/import_export/package``):
``collection.anki2``, which genanki and quizgen write, too; ``collection.anki21``, with the same tables; and
``collection.anki21b``, compressed with Zstandard, whose note types are Protocol Buffers. The last is refused: a deck is
exported from Anki in one of the others with "Support older Anki versions".
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final

from quizgen.exporters.anki.fields import SEPARATOR
from quizgen.exporters.anki.note_types import FIELDS, kind_of

MAX_DATABASE_BYTES: Final = 1 << 30
"""The largest database that is read; of 100,000 notes it is half of that."""
MAX_ENTRIES: Final = 200_000
"""The most files in an archive."""
MAX_NOTES: Final = 500_000
"""The most notes in a deck."""
_MAX_INDEX_BYTES: Final = 1 << 25
_STEPS_BETWEEN, _MAX_STEPS = 1_000_000, 2_000
"""SQLite's own steps; a thousand million are a minute."""
_TABLES: Final = ("col", "notes", "cards")


class Unreadable(Exception):  # noqa: N818 - a state of a file
    """A file that is no deck, or none that can be read; the message says why, the hint what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class DeckNote:
    """A note of a deck.

    Attributes:
        item: the id of quizgen's item; empty for a note of another note type.
        guid: by which Anki knows it.
        kind: the kind of question; empty for a note of another note type.
        note_type: the note type's name.
        modified: seconds since 1970.
        tags: as they stand there.
        fields: name -> value, in the note type's order.
        cards: how many cards it has.
        position: the least position of its cards in study order; 0 without cards.
    """

    item: str
    guid: str
    kind: str
    note_type: str
    modified: int
    tags: tuple[str, ...]
    fields: Mapping[str, str]
    cards: int
    position: int

    @property
    def name(self) -> str:
        """What tells it from others, for people: the item's id, or else Anki's."""
        return self.item or f"(note {self.guid})"


@dataclass(frozen=True)
class DeckFile:
    """What an ``.apkg`` holds.

    Attributes:
        notes: in study order.
        media: names of its media files, sorted.
        looks: `look` of the note types that its notes have, by id.
    """

    notes: tuple[DeckNote, ...]
    media: tuple[str, ...]
    looks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _NoteType:
    name: str
    fields: tuple[str, ...]
    look: str


def read(path: Path) -> DeckFile:
    """Read a deck.

    Raises:
        Unreadable: it is no deck of a kind that is known, or is larger than the limits above.
        OSError: the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            database = _database(archive)
            media = _media(archive)
        with closing(sqlite3.connect(":memory:")) as connection:
            notes, looks = _notes(_opened(connection, database))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as problem:
        raise Unreadable(f"this is no .apkg: {problem}") from None
    except (sqlite3.Error, UnicodeError, OverflowError) as problem:
        raise Unreadable(f"its database cannot be read: {problem}") from None
    return DeckFile(notes, media, looks)


def _database(archive: zipfile.ZipFile) -> bytes:
    names = archive.namelist()
    if len(names) > MAX_ENTRIES:
        raise Unreadable(f"it holds {len(names):,} files; no more than {MAX_ENTRIES:,} are read")
    if "collection.anki21b" in names:
        hint = 'export it from Anki again, with "Support older Anki versions"'
        raise Unreadable("it is in the format that only Anki 2.1.50 and newer read (collection.anki21b)", hint)
    for name in ("collection.anki21", "collection.anki2"):
        if name in names:
            return _entry(archive, name, MAX_DATABASE_BYTES)
    raise Unreadable("this is no .apkg: there is no collection in it")


def _entry(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    size = archive.getinfo(name).file_size
    if size > most:
        raise Unreadable(f"{name} in it has {size:,} bytes; no more than {most:,} are read")
    try:
        return archive.read(name)  # no more than the size that it says
    except RuntimeError as problem:  # it is encrypted
        raise Unreadable(f"{name} in it cannot be read: {problem}") from None


def _media(archive: zipfile.ZipFile) -> tuple[str, ...]:
    if "media" not in archive.namelist():
        return ()
    names = _json(_entry(archive, "media", _MAX_INDEX_BYTES).decode("utf-8", "replace"), "its list of media")
    return tuple(sorted(str(name) for name in names.values()))


def _opened(connection: sqlite3.Connection, database: bytes) -> sqlite3.Connection:
    """Open a database that is not trusted: tables are read, and nothing in it is run."""
    if not database.startswith(b"SQLite format 3\0"):
        raise Unreadable("its database cannot be read: it is none of SQLite's")
    connection.deserialize(database)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA query_only = ON")
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
    missing = [name for name in _TABLES if (name,) not in found]  # a view, or a virtual table, has no root page
    if missing:
        raise Unreadable(f"its database has no table {missing[0]}")
    connection.set_authorizer(_authorized)
    steps = iter(range(_MAX_STEPS))
    connection.set_progress_handler(lambda: next(steps, -1) < 0, _STEPS_BETWEEN)
    return connection


def _authorized(action: int, table: str | None, _: str | None, __: str | None, inner: str | None) -> int:
    """Allow what reads from the known tables, and no more (sqlite3_set_authorizer)."""
    reads = action == sqlite3.SQLITE_READ and table in _TABLES
    counts = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
    return sqlite3.SQLITE_OK if (reads or counts) and inner is None else sqlite3.SQLITE_DENY


def _notes(connection: sqlite3.Connection) -> tuple[tuple[DeckNote, ...], dict[int, str]]:
    """Return the notes, and how their note types look."""
    types = _note_types(connection)
    cards = {row[0]: row[1:] for row in _rows(connection, "SELECT nid, count(*), min(due) FROM cards GROUP BY nid")}
    made: list[DeckNote] = []
    used: set[int] = set()
    for row in _rows(connection, "SELECT guid, mid, mod, tags, id, flds FROM notes ORDER BY id"):
        made.append(_note(row, types.get(row[1]), cards.get(row[4], (0, 0))))
        used.add(row[1])
    in_order = sorted(made, key=lambda note: (note.position, note.item, note.guid))
    return tuple(in_order), {identifier: types[identifier].look for identifier in sorted(used)}


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(connection.execute(query)):
        if number == MAX_NOTES:
            raise Unreadable(f"it has more than {MAX_NOTES:,} notes")
        if any(isinstance(value, bytes | float) or value is None for value in row):
            raise Unreadable("its database holds something else than text and whole numbers")
        yield row


def _note_types(connection: sqlite3.Connection) -> dict[int, _NoteType]:
    found: dict[int, _NoteType] = {}
    for (text,) in _rows(connection, "SELECT models FROM col LIMIT 1"):
        for identifier, model in _json(str(text), "its list of note types").items():
            try:
                fields = sorted(model["flds"], key=lambda each: int(each["ord"]))
                names = tuple(str(each["name"]) for each in fields)
                seen = look(model["css"], sorted(model["tmpls"], key=lambda template: int(template["ord"])))
                found[int(identifier)] = _NoteType(str(model["name"]), names, seen)
            except (KeyError, TypeError, ValueError) as problem:
                raise Unreadable(f"its note type {identifier} is damaged: {problem!r}") from None
    return found


def look(css: str, templates: Sequence[Mapping[str, Any]]) -> str:
    """Return a hash of what decides how the fields of a note look: style sheet, and both sides of each template."""
    sides = [[template["qfmt"], template["afmt"]] for template in templates]
    return hashlib.sha256(json.dumps([css, sides]).encode()).hexdigest()


def _note(row: Sequence[Any], note_type: _NoteType | None, cards: Sequence[Any]) -> DeckNote:
    guid, model, modified, tags, identifier, text = row
    if note_type is None:
        raise Unreadable(f"note {identifier} is of a note type that is not in the deck")
    values = str(text).split(SEPARATOR)
    if len(values) != len(note_type.fields):
        known = f"its note type {note_type.name!r} {len(note_type.fields)}"
        raise Unreadable(f"note {identifier} has {len(values)} fields, {known}")
    fields = dict(zip(note_type.fields, values, strict=True))
    kind = kind_of(model) if note_type.fields == FIELDS else ""
    item = unescape(fields["Id"]) if kind else ""
    known_by = (item, str(guid), kind, note_type.name)
    return DeckNote(*known_by, int(modified), tuple(str(tags).split()), fields, *map(int, cards))


def _json(text: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"{what} is damaged: {problem}") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{what} is damaged")
    return found
