"""One lesson as the bytes of an ``.apkg``: notes and cards with fixed ids and times, media, a reproducible archive."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import genanki

from quizgen.cards import Card, Cloze, RenderedLesson
from quizgen.exporters import ExportError
from quizgen.exporters.anki.fields import SEPARATOR, media, sort_text, subject_title, values
from quizgen.exporters.anki.note_types import card_count, note_types

DAY: Final = 86_400_000
"""Milliseconds."""
ARCHIVE_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP archive can hold."""


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no annotations
    """A note that brings its own ids along.

    genanki numbers notes and cards by the clock, and searches every field for faulty HTML in a time that grows with the
    square of its length, only to warn; what comes here has been cleaned.
    """

    def __init__(self, model: genanki.Model, fields: list[str], card: Card, ids: Iterator[int], cards: int) -> None:
        super().__init__(model, fields, sort_text(card), card.tags, genanki.guid_for(card.id), due=card.position)
        self._ids = ids
        self._cards = cards

    @property
    def cards(self) -> list[genanki.Card]:
        """The note's cards, one for each template or gap."""
        return [genanki.Card(ord_) for ord_ in range(self._cards)]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:  # noqa: ARG002
        """Write the note and its cards (genanki's interface)."""
        identifier, checksum = next(self._ids), int(hashlib.sha1(self.fields[0].encode()).hexdigest()[:8], 16)  # noqa: S324
        tags = f" {' '.join(self.tags)} " if self.tags else ""
        row = (identifier, self.guid, self.model.model_id, int(timestamp), -1, tags, SEPARATOR.join(self.fields))
        cursor.execute("INSERT INTO notes VALUES(?,?,?,?,?,?,?,?,?,0,'')", (*row, self.sort_field, checksum))
        for card in self.cards:
            card.write_to_db(cursor, timestamp, deck_id, identifier, self._ids, self.due)


def write_package(lesson: RenderedLesson) -> bytes:
    """Return the lesson's ``.apkg``.

    Raises:
        ExportError: see `quizgen.exporters.anki.export`.
    """
    released = _released(lesson)
    deck = genanki.Deck(deck_id(lesson.id), deck_name(lesson), f"Licence: {lesson.license}. Release {lesson.released}.")
    files: dict[str, Path] = {}
    note_ids, card_ids = _Ids(released), _Ids(released)
    models = note_types()
    for card in lesson.cards:
        fields = values(card, lesson)
        files |= media(card, fields, lesson.assets)
        cards = len(card.body.blanks) if isinstance(card.body, Cloze) else card_count(card.kind)
        own = [note_ids.new(card.id), *(card_ids.new(f"{card.id}#{ord_}") for ord_ in range(cards))]
        deck.add_note(_Note(models[card.kind], fields, card, iter(own), cards))
    return _archive(_database(deck, released), files)


def deck_id(lesson: str) -> int:
    """Return the deck's id: milliseconds between 2004 and 2022, made from the lesson's id alone."""
    return (1 << 40) + _hash(f"deck {lesson}") % (1 << 39)


def deck_name(lesson: RenderedLesson) -> str:
    """Return where the deck stands in Anki's tree: "quizgen::Distributed systems::Title"."""
    return "::".join(
        " ".join(part.replace("::", ":").split()) for part in ("quizgen", subject_title(lesson.subject), lesson.title)
    )


class _Ids:
    """Gives out milliseconds within the day of release: the same for the same item, never one twice."""

    def __init__(self, released: int) -> None:
        self._start = released * 1000
        self._taken: set[int] = set()

    def new(self, name: str) -> int:
        """Return the id for a name."""
        offset = _hash(name) % DAY
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


def _database(deck: genanki.Deck, released: int) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(deck).write_to_db(connection.cursor(), released, count(released * 1000))
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
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=4)
