"""What a lockfile holds, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a lesson, or one that was.

    Attributes:
        lesson: id of the lesson that it is in.
        cards: how many cards its note has.
        position: place in the lesson's study order.
        guid: by which Anki finds its note.
        created: the note's id, milliseconds since 1970.
        modified: when its note was last changed, seconds since 1970.
        content: hash of what the learner gets.
        answer: hash of what counts as right.
        title: the first words of its question, for people who read the file, and for the note of a retired item.
        corrected: day of the last change of the answer, ``2026-01-31``; empty if there was none.
        retired: edition (the lesson's ``released``) that was the first without it; empty if it is there.
        line: where it stands in the file, from 1; 0 if it is new.
    """

    id: str
    lesson: str
    kind: str
    cards: int
    position: int
    guid: str
    created: int
    modified: int
    content: str
    answer: str
    title: str
    corrected: str = ""
    retired: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type.

    Attributes:
        kind: of the items that have it.
        id: Anki's.
        modified: when its templates or its style sheet were last changed, seconds since 1970.
        content: hash of all of it but that time.
    """

    kind: str
    id: int
    modified: int
    content: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Deck:
    """A lesson's deck.

    Attributes:
        lesson: the lesson's id.
        name: where it stands in Anki's tree; Anki takes new cards to the deck of this name, so it stays what it was.
    """

    lesson: str
    name: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """All that is known of earlier releases of the lessons of one folder."""

    decks: Mapping[str, Deck] = field(default_factory=dict)
    note_types: Mapping[str, NoteType] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)


def day_of(seconds: int) -> str:
    """Return the day, UTC, of a time in seconds since 1970: ``2026-01-31``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
