"""What a lockfile knew, read back from the decks that were published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from quizgen.cards import Card, RenderedLesson
from quizgen.decks.lock import Deck, Item, Lock, LockProblem, NoteType, from_text, merged, printed, to_text
from quizgen.decks.lock.hashes import UNKNOWN, note_type_hash
from quizgen.decks.reading import DeckFile, DeckNote, Unreadable, from_model, read
from quizgen.decks.recovery.notes import item_of
from quizgen.diagnostics import Span, error
from quizgen.exporters.anki.note_types import MODEL_IDS, kind_of, note_types
from quizgen.loader.files import shown

_WORD: Final = re.compile(r"[!-~]+")
"""What an id, a GUID or a name in a line of the lockfile is made of at most."""


def recovered(decks: Sequence[Path], lessons: Sequence[RenderedLesson], now: int) -> Lock:
    """Return what decks tell of the notes that learners have; of an item that is in several, the latest counts.

    Args:
        decks: files that quizgen built, in any order.
        lessons: as they are now; by them gaps are known again that an older deck does not name.
        now: seconds since 1970.

    Raises:
        LockProblem: one of them cannot be read, is none of quizgen's, or says what no lockfile says.
    """
    cards = {card.id: card for lesson in lessons for card in lesson.cards}
    found = Lock()
    for path in decks:
        found = merged(found, _lock(path, cards, now))
    return found


def _lock(path: Path, cards: Mapping[str, Card], now: int) -> Lock:
    file = shown(path)
    try:
        deck = read(path)
    except (Unreadable, OSError) as problem:
        raise LockProblem(error("lock-deck", Span(file), str(problem), getattr(problem, "hint", ""))) from None
    notes = [note for note in deck.notes if note.kind]
    if not notes:
        told = "this deck has no notes of quizgen's"
        raise LockProblem(error("lock-deck", Span(file), told, "name a deck that quizgen built"))
    items = [_item(note, cards.get(note.item), file) for note in notes]
    names = {item.lesson: note.deck for item, note in zip(items, notes, strict=True) if note.deck}
    lock = Lock(
        {lesson: Deck(lesson, printed(name)) for lesson, name in names.items()},
        {found.kind: found for found in _note_types(deck)},
        {item.id: item for item in items},
    )
    read_back, problems = from_text(to_text(lock), file, now)
    if problems:
        told = f"this deck cannot be what was published: {problems[0].message}"
        raise LockProblem(error("lock-deck", Span(file), told, "name the deck as quizgen built it"))
    return replace(read_back, items={name: replace(item, line=0) for name, item in read_back.items.items()})


def _item(note: DeckNote, card: Card | None, file: str) -> Item:
    item = item_of(note, card)
    if not all(_WORD.fullmatch(text) for text in (item.id, item.lesson, item.guid, *item.gaps, *item.gone)):
        told = f"the note {note.name!r:.80} has no id, lesson or GUID of quizgen's form"
        raise LockProblem(error("lock-deck", Span(file), told, "name the deck as quizgen built it"))
    return item


def _note_types(deck: DeckFile) -> Iterator[NoteType]:
    """Yield the note types, each with its time; of one that looks otherwise than now, the hash is not known."""
    for identifier, modified in deck.dates.items():
        kind = kind_of(identifier)
        if kind and modified > 0:
            looks = from_model(note_types()[kind].to_json(0, 0)).look == deck.looks[identifier]
            yield NoteType(kind, MODEL_IDS[kind], modified, note_type_hash(kind) if looks else UNKNOWN)
