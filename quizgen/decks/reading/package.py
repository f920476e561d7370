"""An ``.apkg`` as notes, without Anki: what Anki would have after importing it, or nothing.

Such a file is a ZIP archive with an SQLite database. What other programs, or other versions of Anki, could read in
another way is refused, since whoever verifies a deck and whoever learns it have to see the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final

from quizgen.decks.reading import archive, containers, database
from quizgen.decks.reading.note_types import NoteType
from quizgen.decks.reading.unreadable import Unreadable
from quizgen.exporters.anki.fields import SEPARATOR
from quizgen.exporters.anki.note_types import FIELDS, kind_of

_DROPPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What Anki takes out of fields (``rslib/src/notes/mod.rs``)."""
_NOT_IN_TAGS: Final = re.compile(r"[\x00-\x1f\x7f]")
_BETWEEN_TAGS: Final = re.compile("[ \N{IDEOGRAPHIC SPACE}]+")
_COLLECTION: Final = ".colpkg"


@dataclass(frozen=True, slots=True)
class DeckNote:
    """A note of a deck.

    Attributes:
        item: the id of quizgen's item; empty for a note of another note type.
        guid: by which Anki knows it.
        kind: the kind of question; empty for a note of another note type.
        note_type: the note type's name.
        modified: seconds since 1970.
        tags: in the form that Anki gives them, in the order in which they stand there.
        fields: name -> value, in the note type's order, in the form that Anki gives them (NFC, no control characters).
        position: the least position of its cards in study order; 0 without cards.
        ords: which cards it has: Anki's numbers, from 0.
        created: its id, milliseconds since 1970.
        deck: the name of the deck that its first card is in; empty if that is not told.
    """

    item: str
    guid: str
    kind: str
    note_type: str
    modified: int
    tags: tuple[str, ...]
    fields: Mapping[str, str]
    position: int
    ords: tuple[int, ...]
    created: int
    deck: str = field(compare=False)

    @property
    def cards(self) -> int:
        """How many cards it has."""
        return len(self.ords)

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
        looks: `NoteType.look` of the note types that its notes have, by id.
        dates: when each of these was last changed, seconds since 1970, by id; none of those of the newest format.
    """

    notes: tuple[DeckNote, ...]
    media: tuple[str, ...]
    looks: Mapping[int, str] = field(default_factory=dict)
    dates: Mapping[int, int] = field(default_factory=dict, compare=False)


def read(path: Path) -> DeckFile:
    """Read a deck.

    Raises:
        Unreadable: it is no deck of a kind that is known, is larger than the limits, or could be read in two ways.
        OSError: the file cannot be read.
    """
    if path.suffix.lower() == _COLLECTION:
        hint = "export the deck alone, as an Anki Deck Package (.apkg)"
        raise Unreadable("this is a whole collection, which takes the place of a learner's own", hint)
    with archive.opened(path) as opened:
        found = containers.container(opened)
        deck = _read(containers.database(opened, found.collection), found.media)
        for other in found.others:
            _refuse_other(deck, _read(containers.database(opened, other), found.media), found.collection, other)
    return deck


def _refuse_other(deck: DeckFile, other: DeckFile, name: str, other_name: str) -> None:
    """Refuse a second collection, but for the same notes, or the one note that asks for a newer Anki."""
    guids = {note.guid for note in deck.notes}
    asks = len(other.notes) <= 1 and not any(note.kind or note.guid in guids for note in other.notes)
    if other != deck and not asks:
        hint = "the other one may say anything; export the deck from Anki again, and take that file"
        raise Unreadable(f"Anki would import {name} of it, and other versions {other_name}, which differs", hint)


def _read(content: bytes, media: tuple[str, ...]) -> DeckFile:
    with database.opened(content) as connection:
        types, decks = database.note_types(connection), database.decks(connection)
        made: list[DeckNote] = []
        used: set[int] = set()
        for *row, deck, position, ords in database.notes(connection):
            made.append(_note(row, types.get(row[1]), decks.get(deck, ""), position, ords))
            used.add(row[1])
    in_order = sorted(made, key=lambda note: (note.position, note.item, note.guid))
    looks = {identifier: types[identifier].look for identifier in sorted(used)}
    dates = {identifier: types[identifier].modified for identifier in sorted(used)}
    return DeckFile(tuple(in_order), media, looks, dates)


def _note(row: Sequence[Any], note_type: NoteType | None, deck: str, position: int, ords: Sequence[int]) -> DeckNote:
    guid, model, modified, tags, identifier, text = row
    if note_type is None:
        raise Unreadable(f"note {identifier} is of a note type that is not in the deck")
    values = [_as_anki_keeps(value) for value in text.split(SEPARATOR)]
    if len(values) != len(note_type.fields):
        known = f"its note type {note_type.name!r} {len(note_type.fields)}"
        raise Unreadable(f"note {identifier} has {len(values)} fields, {known}")
    kind = kind_of(model) if _are_ours(note_type.fields) else ""
    fields = dict(zip(FIELDS if kind else note_type.fields, values, strict=True))
    item = unescape(fields["Id"]) if kind else ""
    named = (item, guid, kind, note_type.name, modified, _tags(tags), fields)
    return DeckNote(*named, position=position, ords=tuple(ords), created=identifier, deck=deck)


def _are_ours(names: Sequence[str]) -> bool:
    """Tell whether a note type has quizgen's fields; those that were spare in an earlier version may have names now."""
    both = zip(names, FIELDS, strict=False)
    return len(names) == len(FIELDS) and all(old == new or old.startswith("Spare ") for old, new in both)


def _tags(text: str) -> tuple[str, ...]:
    """Return tags as Anki keeps them (``rslib/src/tags/register.rs``): each once, no part of one empty."""
    found: dict[str, str] = {}
    for written in filter(None, _BETWEEN_TAGS.split(text)):
        parts = (unicodedata.normalize("NFC", _NOT_IN_TAGS.sub("", part)).strip() for part in written.split("::"))
        tag = "::".join(part or "blank" for part in parts)
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _as_anki_keeps(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    return unicodedata.normalize("NFC", _DROPPED.sub("", value))
