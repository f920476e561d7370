"""One lesson as the bytes of an ``.apkg``: notes and cards with fixed ids and times, media, a reproducible archive."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import genanki

from quizgen.cards import Card, Cloze, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.anki.fields import SEPARATOR, media, sort_text, subject_title, values
from quizgen.exporters.anki.note_types import MODEL_IDS, card_count, note_types

DAY: Final = 86_400_000
"""Milliseconds."""
ARCHIVE_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP archive can hold."""


NoteRow = tuple[int, str, int, int, str, str, str, int]
CardRow = tuple[int, int, int, int, int, int]


def write_package(lesson: RenderedLesson) -> bytes:
    """Return the lesson's ``.apkg``.

    Raises:
        ExportError: see `quizgen.exporters.anki.export`.
    """
    released = _released(lesson)
    deck = genanki.Deck(deck_id(lesson.id), deck_name(lesson), f"Licence: {lesson.license}. Release {lesson.released}.")
    for kind in sorted({card.kind for card in lesson.cards}):
        deck.add_model(note_types()[kind])
    files: dict[str, Path] = {}
    notes: list[NoteRow] = []
    cards: list[CardRow] = []
    note_ids, card_ids = _Ids(released), _Ids(released)
    for card in lesson.cards:
        fields = values(card, lesson)
        files |= media(card, fields, lesson.assets)
        wanted = _hash(card.id)
        note_id = note_ids.new(wanted)
        notes.append(_note_row(card, fields, note_id, released))
        for ord_ in range(len(card.body.blanks) if isinstance(card.body, Cloze) else card_count(card.kind)):
            card_id = card_ids.new(wanted // DAY + ord_)
            cards.append((card_id, note_id, deck.deck_id, ord_, released, card.position))
    return _archive(_database(deck, notes, cards, released), files)


def _note_row(card: Card, fields: list[str], note_id: int, released: int) -> NoteRow:
    if any(" " in tag for tag in card.tags):
        raise ExportError(f"{card.id}: a tag has a space in it; Anki would take it for two")
    guid, model = genanki.guid_for(card.id), MODEL_IDS[card.kind]
    checksum = int(hashlib.sha1(fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = f" {' '.join(card.tags)} " if card.tags else ""
    return (note_id, guid, model, released, tags, SEPARATOR.join(fields), sort_text(card), checksum)


def deck_id(lesson: str) -> int:
    """Return the deck's id: milliseconds between 2004 and 2022, made from the lesson's id alone."""
    return (1 << 40) + _hash(f"deck {lesson}") % (1 << 39)


def deck_name(lesson: RenderedLesson) -> str:
    """Return where the deck stands in Anki's tree: "quizgen::Distributed systems::Title"."""
    return "::".join(
        " ".join(part.replace("::", ":").split()) for part in ("quizgen", subject_title(lesson.subject), lesson.title)
    )


class _Ids:
    """Gives out milliseconds within the day of release, none twice."""

    def __init__(self, released: int) -> None:
        self._start = released * 1000
        self._taken: set[int] = set()

    def new(self, wanted: int) -> int:
        """Return the id for a number made from an item's id: the same for the same item, or the next that is free."""
        offset = wanted % DAY
        while offset in self._taken:
            offset = (offset + 1) % DAY
        self._taken.add(offset)
        return self._start + offset


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _released(lesson: RenderedLesson) -> int:
    try:
        return int(datetime.strptime(lesson.released, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise ExportError(f"{lesson.id}: {lesson.released!r} is not a release date (YYYY-MM-DD)") from error


def _database(deck: genanki.Deck, notes: list[NoteRow], cards: list[CardRow], released: int) -> bytes:
    """Return Anki's database: genanki sets it up, with the deck and the note types; the rows are written here.

    genanki would number notes and cards by the clock, and search every field for faulty HTML in a time that grows with
    the square of its length, only to warn; what comes here has been cleaned.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        cursor = connection.cursor()
        genanki.Package(deck).write_to_db(cursor, released, count(released * 1000))
        cursor.executemany("INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,?,0,'')", notes)
        cursor.executemany("INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')", cards)
        connection.commit()
        return connection.serialize()


def _archive(database: bytes, files: Mapping[str, Path]) -> bytes:
    names = sorted(files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _add(archive, "collection.anki2", database)
        _add(archive, "media", json.dumps({str(number): name for number, name in enumerate(names)}).encode())
        for number, name in enumerate(names):
            _add(archive, str(number), files[name].read_bytes())
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, ARCHIVE_DATE)
    entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every system
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=3)
