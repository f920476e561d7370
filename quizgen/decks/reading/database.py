"""A collection's database, which is not trusted: tables are read, and nothing that is in it is run.

What Anki reads in it when it imports a package is told by ``rslib/src/import_export/gather.rs``: all notes, with or
without cards, their cards, and their note types.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

from quizgen.decks.reading.json_objects import json_object
from quizgen.decks.reading.note_types import NoteType, from_json, from_tables
from quizgen.decks.reading.unreadable import Unreadable

MAX_NOTES: Final = 500_000
"""The most notes in a deck."""
STEPS_BETWEEN, MAX_STEPS = 1_000_000, 2_000
"""SQLite's own steps; a thousand million are a minute."""
JSON_SCHEMA, TABLES_SCHEMA = 11, 18
"""Of a collection: the one that all versions read, and that of the newest format. Anki exports no others."""
_TABLES: Final = ("col", "notes", "cards")
_TYPE_TABLES: Final = ("notetypes", "fields", "templates")
_SHAPES: Final = {
    "notes": {"id": "integer", "guid": "text", "mid": "integer", "mod": "integer", "tags": "text", "flds": "text"},
    "cards": {"id": "integer", "nid": "integer", "did": "integer", "ord": "integer", "due": "integer"},
    "notetypes": {"id": "integer", "name": "text", "config": "blob"},
    "fields": {"ntid": "integer", "ord": "integer", "name": "text"},
    "templates": {"ntid": "integer", "ord": "integer", "config": "blob"},
}
"""Table -> column -> the only type that its values have (SQLite gives a column's values types of their own)."""
_HINT: Final = "export the deck from Anki again, and take that file"


@contextmanager
def opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """Open a database in memory, bounded and locked, once it is known to hold one truth only.

    Raises:
        Unreadable: it is no collection of Anki's.
    """
    if not content.startswith(b"SQLite format 3\0"):
        raise Unreadable("its database cannot be read: it is none of SQLite's")
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(_without_log(content))
            steps = iter(range(MAX_STEPS))
            connection.set_progress_handler(lambda: next(steps, -1) < 0, STEPS_BETWEEN)
            connection.create_collation("unicase", _unicase)
            for setting in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
                connection.execute(f"PRAGMA {setting}")
            _refuse_what_runs(connection)
            connection.set_authorizer(_authorized)
            for table in (*_TABLES, *(_TYPE_TABLES if _schema(connection) == TABLES_SCHEMA else ())):
                _refuse_odd_values(connection, table)
            yield connection
    except (sqlite3.Error, UnicodeError, OverflowError) as problem:
        raise Unreadable(f"its database cannot be read: {problem}") from None


def _without_log(content: bytes) -> bytes:
    """Return a database of which SQLite does not expect a write-ahead log: there is none in a package.

    Anki leaves that mode on; bytes 18 and 19 of the header say so (https://www.sqlite.org/fileformat2.html).
    """
    return content[:18] + b"\1\1" + content[20:] if content[18:20] == b"\2\2" else content


def note_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    """Return the note types by their ids.

    Raises:
        Unreadable: they are damaged.
    """
    if _schema(connection) == JSON_SCHEMA:
        ((models,),) = connection.execute("SELECT models FROM col")
        if not isinstance(models, str):
            raise Unreadable("its list of note types is damaged")
        return from_json(models)
    return from_tables(
        connection.execute("SELECT id, name, config FROM notetypes"),
        connection.execute("SELECT ntid, ord, name FROM fields ORDER BY ntid, ord"),
        connection.execute("SELECT ntid, ord, config FROM templates ORDER BY ntid, ord"),
    )


def notes(connection: sqlite3.Connection) -> Iterator[Sequence[Any]]:
    """Yield guid, note type, time, tags, id, fields, deck, least position and the numbers of the cards of each note.

    Raises:
        Unreadable: there are too many.
    """
    cards: dict[int, list[Any]] = {}
    for note, deck, position, number in connection.execute("SELECT nid, did, due, ord FROM cards ORDER BY nid, ord"):
        known = cards.setdefault(note, [deck, position, []])
        known[1] = min(known[1], position)
        known[2].append(number)
    rows = connection.execute("SELECT guid, mid, mod, tags, id, flds FROM notes ORDER BY id")
    for number, row in enumerate(rows):
        if number == MAX_NOTES:
            raise Unreadable(f"it has more than {MAX_NOTES:,} notes")
        yield (*row, *cards.get(row[4], (0, 0, ())))


def decks(connection: sqlite3.Connection) -> dict[int, str]:
    """Return the decks' names by their ids; none of the newest format, which is no format of quizgen's.

    Raises:
        Unreadable: they are damaged.
    """
    if _schema(connection) != JSON_SCHEMA:
        return {}
    ((told,),) = connection.execute("SELECT decks FROM col")
    found = json_object(str(told), "its list of decks")
    return {
        int(number): str(deck["name"])
        for number, deck in found.items()
        if number.isascii() and number.isdecimal() and isinstance(deck, dict) and "name" in deck
    }


def _schema(connection: sqlite3.Connection) -> int:
    """Return the collection's schema, which no file in the archive decides, but its own word."""
    rows = connection.execute("SELECT ver FROM col").fetchall()
    if len(rows) != 1:
        raise Unreadable(f"its database has {len(rows)} rows about the collection; Anki has one", _HINT)
    ((version,),) = rows
    if version not in (JSON_SCHEMA, TABLES_SCHEMA) or not isinstance(version, int):
        raise Unreadable(f"its database is of Anki's schema {version!r}, which Anki does not export", _HINT)
    return version


def _refuse_what_runs(connection: sqlite3.Connection) -> None:
    """Refuse all that could make others read something else: it computes, or stands there twice."""
    if connection.execute("PRAGMA encoding").fetchone() != ("UTF-8",):
        raise Unreadable("its database is not in UTF-8", _HINT)
    entries = connection.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    tables = {name for kind, name, root in entries if kind == "table" and root > 0}  # a virtual one has no root
    missing = [name for name in _TABLES if name not in tables]
    if missing:
        raise Unreadable(f"its database has no table {missing[0]}")
    odd = [name for kind, name, root in entries if kind not in ("table", "index") or not root]
    if odd:
        raise Unreadable(f"its database has something that runs, {odd[0]!r}; Anki writes nothing like that", _HINT)
    for table in tables.intersection((*_TABLES, *_TYPE_TABLES)):
        columns = {row[1]: row for row in connection.execute(f"PRAGMA table_xinfo({table})")}
        computed = any(row[6] for row in columns.values())
        keyed = table not in ("notes", "cards") or [(row[1], row[2].lower()) for row in columns.values() if row[5]] == [
            ("id", "integer")
        ]
        if computed or not keyed or not columns.keys() >= set(_SHAPES.get(table, ())):
            raise Unreadable(f"its table {table} is not as Anki makes it", _HINT)
        if (found := connection.execute(f"PRAGMA integrity_check({table})").fetchone()) != ("ok",):
            raise Unreadable(f"its table {table} is damaged: {found[0]}")


def _refuse_odd_values(connection: sqlite3.Connection, table: str) -> None:
    shape = _SHAPES.get(table, {})
    wrong = " OR ".join(f"typeof({column}) <> '{kind}'" for column, kind in shape.items())
    if wrong and connection.execute(f"SELECT count(*) FROM {table} WHERE {wrong}").fetchone() != (0,):  # noqa: S608
        raise Unreadable(f"its table {table} holds something else than text and whole numbers", _HINT)


def _authorized(action: int, table: str | None, _: str | None, __: str | None, inner: str | None) -> int:
    """Allow what reads from the known tables, and no more (sqlite3_set_authorizer)."""
    reads = action == sqlite3.SQLITE_READ and table in (*_TABLES, *_TYPE_TABLES)
    counts = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
    return sqlite3.SQLITE_OK if (reads or counts) and inner is None else sqlite3.SQLITE_DENY


def _unicase(one: str, other: str) -> int:
    """Compare as Anki's own collation does, by which some of its indexes are sorted."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)
