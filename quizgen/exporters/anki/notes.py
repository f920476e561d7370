"""A lesson as notes: what a learner's collection keeps of each item, whatever the file is that takes it there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from genanki.util import BASE91_TABLE

from quizgen.cards import Card, RenderedLesson, Retired, Stamp
from quizgen.exporters import ExportError
from quizgen.exporters.anki.fields import media, neutral, sort_text, values
from quizgen.exporters.anki.note_types import FIELDS
from quizgen.kinds import KINDS

MOST_CARDS: Final = 20
"""Of one note: the gaps that a cloze may have."""
SLOT: Final = 32
"""Milliseconds between the ids of two notes; those of the one's cards lie in between."""
DAY: Final = 86_400_000
"""Milliseconds."""
RETIRED_TAG: Final = "quizgen::retired"
CORRECTED_TAG: Final = "quizgen::corrected"
"""Followed by ``::`` and the day of the correction."""


class Note(NamedTuple):
    """One item in a learner's collection; a tuple, as it is made a hundred thousand times.

    Attributes:
        id: the item's.
        kind: names the note type.
        fields: in the order of `FIELDS`, as Anki keeps them.
        tags: without spaces, sorted.
        sort_text: by what Anki's browser sorts it, plain text.
        ords: which cards it has: Anki's numbers, from 0; a card's id is ``stamp.created`` and its number.
        media: name in the fields -> the file.
        subdeck: the deck below the lesson's to which its cards come; empty for the lesson's own.
    """

    id: str
    kind: str
    stamp: Stamp
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    sort_text: str
    ords: tuple[int, ...]
    media: Mapping[str, Path] = MappingProxyType({})
    subdeck: str = ""

    @property
    def cards(self) -> int:
        """How many cards it has."""
        return len(self.ords)

    @property
    def position(self) -> int:
        """Its place in study order."""
        return self.stamp.position


def notes(lesson: RenderedLesson, *, by_id: bool = False) -> Iterator[Note]:
    """Yield the lesson's notes, and then those of retired items.

    Args:
        lesson: the lesson.
        by_id: in the order of their ids, in which a database takes them best; otherwise in study order.

    Raises:
        ExportError: a note cannot be written: see `quizgen.exporters.anki.export`.
    """
    release = lesson.release
    stamps = release.stamps if release else stamps_of_the_day(lesson)
    corrected = release.corrected if release else {}
    gaps = release.gaps if release else {}
    for card in sorted(lesson.cards, key=lambda card: stamps[card.id].created) if by_id else lesson.cards:
        yield _note(_numbered(card, gaps.get(card.id)), lesson, stamps[card.id], corrected.get(card.id))
    for gone in release.retired if release else ():
        yield withdrawn(gone, lesson)


def guid(item: str, namespace: str = "") -> str:
    """Return by what Anki finds an item's note again: what `genanki.guid_for` makes of the same, in half of its time.

    Args:
        item: its id.
        namespace: the author's, who may have ids that others have as well; without one the id alone makes it.
    """
    number, written = number_of(f"{namespace}__{item}" if namespace else item), ""
    while number:
        number, digit = divmod(number, len(BASE91_TABLE))
        written = BASE91_TABLE[digit] + written
    return written


def stamps_of_the_day(lesson: RenderedLesson, namespace: str = "") -> dict[str, Stamp]:
    """Return stamps for a lesson of which nothing is kept: all notes are of the day of release.

    An item gets the same id in every build, unless another one has taken it.
    """
    released, taken = released_at(lesson), set[int]()
    stamps = {}
    for card in lesson.cards:
        created = released * 1000 + free_slot(card.id, taken)
        stamps[card.id] = Stamp(guid(card.id, namespace), created, released, card.position)
    return stamps


def free_slot(item: str, taken: set[int]) -> int:
    """Return a time of day in milliseconds, made from an item's id; the next if it is taken; and take it."""
    slot = number_of(item) % (DAY // SLOT)
    while slot in taken:
        slot = (slot + 1) % (DAY // SLOT)
    taken.add(slot)
    return slot * SLOT


def released_at(lesson: RenderedLesson) -> int:
    """Return midnight UTC of the lesson's day of release, in seconds since 1970.

    Raises:
        ExportError: it is no date.
    """
    try:
        return int(datetime.strptime(lesson.released, "%Y-%m-%d").replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise ExportError(f"{lesson.id}: {lesson.released!r} is not a release date (YYYY-MM-DD)") from error


def number_of(text: str) -> int:
    """Return a number of 64 bits that a text alone decides."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _numbered(card: Card, gaps: Mapping[str, int] | None) -> Card:
    """Return the card with the numbers that its gaps have; most have those of their places."""
    body = card.body.with_gaps(gaps) if gaps else card.body
    return card if body is card.body else replace(card, body=body)


def _note(card: Card, lesson: RenderedLesson, stamp: Stamp, corrected: str | None) -> Note:
    if " " in "".join(card.tags):
        raise ExportError(f"{card.id}: a tag has a space in it; Anki would take it for two")
    fields = values(card, lesson, stamp.guid if stamp.guid != guid(card.id) else "")
    return Note(
        id=card.id,
        kind=card.kind,
        stamp=stamp,
        fields=tuple(fields),
        tags=tuple(sorted((*card.tags, f"{CORRECTED_TAG}::{corrected}"))) if corrected else card.tags,
        sort_text=sort_text(card),
        ords=KINDS[card.kind].ords(card.body),
        media=media(card, fields, lesson.assets),
        subdeck=card.subdeck,
    )


def what_withdrawn_says(item: str, kind: str, ords: Sequence[int]) -> dict[str, str]:
    """Return the fields of a note whose item is gone, but for those that tell what it was, and where."""
    told = "<p>This question was withdrawn from the lesson. It can be suspended or deleted.</p>"
    return {"Id": neutral(escape(item)), **KINDS[kind].withdrawn(told, ords)}


def withdrawn(gone: Retired, lesson: RenderedLesson) -> Note:
    """Return the note of an item that is gone: the cards that it had, which say so, and nothing to be learnt."""
    named = {
        "Stem": f"<p>{neutral(escape(gone.title))}</p>",
        **what_withdrawn_says(gone.id, gone.kind, gone.ords),
        "Lesson": neutral(escape(lesson.title)),
        "Subject": neutral(escape(lesson.subject_title)),
        "Language": neutral(escape(lesson.language)),
    }
    tags = (f"quizgen::kind::{gone.kind}", f"quizgen::lesson::{lesson.id}", RETIRED_TAG)
    fields = tuple(named.get(name, "") for name in FIELDS)
    return Note(gone.id, gone.kind, gone.stamp, fields, tags, gone.title, gone.ords)
