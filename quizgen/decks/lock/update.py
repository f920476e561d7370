"""From the lock of the last release and the lessons as they are now to the lock of this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from quizgen.cards import Release, RenderedLesson, Retired, Stamp
from quizgen.characters import is_printable
from quizgen.decks.lock.gaps import numbered
from quizgen.decks.lock.hashes import answer_of, content_of, note_type_hash
from quizgen.decks.lock.model import Deck, Item, Lock, NoteType, day_of
from quizgen.decks.lock.positions import ROOM, gap_of, positions
from quizgen.exporters.anki.deck_names import deck_names, number_of_deck
from quizgen.exporters.anki.note_types import MODEL_IDS, MODIFIED
from quizgen.exporters.anki.notes import DAY, SLOT, free_slot, guid, notes, withdrawn

LESSON: Final = 2_000
"""Places from the number of one lesson to the next: with numbers ten apart, for two hundred items, `GAP` apart."""


def updated(lock: Lock, lessons: Sequence[RenderedLesson], now: int, namespace: str = "") -> Lock:
    """Return the lock for a release of the lessons; equal to ``lock`` if nothing changed.

    Whatever changed is dated ``now``, or a second later than before if that is later still. Lessons of the lock that
    are not among these stay as they are.

    Args:
        lock: of the last release.
        lessons: as they are now.
        now: seconds since 1970.
        namespace: for a lock that has none.

    Raises:
        quizgen.decks.lock.gaps.Unnumbered: a cloze's gaps cannot be given cards.
    """
    return _Update(replace(lock, namespace=lock.namespace or namespace), now).run(lessons)


def release_of(lock: Lock, lesson: RenderedLesson) -> Release:
    """Return what the lock knows of a lesson; an item that it does not know has no stamp in it."""
    here = [item for item in lock.items.values() if item.lesson == lesson.id]
    return Release(
        stamps={item.id: stamp_of(item) for item in here if not item.retired},
        note_types={kind: found.modified for kind, found in lock.note_types.items()},
        retired=tuple(retired_of(item) for item in sorted(here, key=lambda item: item.id) if item.retired),
        corrected={item.id: item.corrected for item in here if item.corrected},
        deck=lock.decks[lesson.id].name if lesson.id in lock.decks else "",
        gaps={item.id: {**item.gaps, **item.gone} for item in here if item.gaps and not item.retired},
    )


def stamp_of(item: Item) -> Stamp:
    """Return what Anki knows the item's note by."""
    return Stamp(item.guid, item.created, item.modified, item.position)


def retired_of(item: Item) -> Retired:
    """Return a retired item as the exporters know it."""
    numbers = item.gaps.values() or range(1, item.cards + 1)
    return Retired(item.id, item.kind, item.title, stamp_of(item), tuple(sorted(number - 1 for number in numbers)))


def printed(text: str) -> str:
    """Return a text in one line, what cannot be printed replaced by a space."""
    return "".join(c if is_printable(c) else " " for c in text)


class _Update:
    """One run of `updated`."""

    def __init__(self, lock: Lock, now: int) -> None:
        self._lock = lock
        self._now = now
        self._first = (now * 1000 - DAY) // SLOT - 1
        self._taken = {
            (item.created + more) // SLOT - self._first for item in lock.items.values() for more in (0, SLOT)
        }
        self._decks = dict(lock.decks)
        self._items = dict(lock.items)

    def run(self, lessons: Sequence[RenderedLesson]) -> Lock:
        """Return the new lock."""
        here = {card.id for lesson in lessons for card in lesson.cards}
        released = {name: deck.name for name, deck in self._lock.decks.items()}
        for name, deck in deck_names(lessons, released).items():
            self._decks.setdefault(name, Deck(name, printed(deck)))
        last, left = 0, sum(len(lesson.cards) + 1 for lesson in lessons)
        gap = gap_of(left)
        for lesson in sorted(lessons, key=lambda lesson: lesson.place.rank):
            start = min(number_of_deck(self._decks[lesson.id].name) * LESSON, ROOM - gap * left)
            last = self._lesson(lesson, last, start, gap) + gap
            left -= len(lesson.cards) + 1
            for item in self._lock.items.values():
                if item.lesson == lesson.id and item.id not in here:
                    self._retire(item, lesson, last)
        kinds = {item.kind for item in self._items.values()}
        note_types = {kind: self._note_type(kind) for kind in MODEL_IDS if kind in kinds}
        return Lock(self._decks, note_types, self._items, self._lock.namespace)

    def _lesson(self, lesson: RenderedLesson, behind: int, start: int, gap: int) -> int:
        """Take over the items of a lesson, all behind the lesson before, and return the last place."""
        known = [self._lock.items.get(card.id) for card in lesson.cards]
        here = [item.position if item and item.lesson == lesson.id else None for item in known]
        places = positions(here, behind, start, gap)
        gaps = {card.id: numbered(card, old) for card, old in zip(lesson.cards, known, strict=True)}
        numbers = {name: {**now, **gone} for name, (now, gone) in gaps.items()}
        drafts = notes(replace(lesson, release=self._draft(lesson, numbers)))
        for card, draft, old, place in zip(lesson.cards, drafts, known, places, strict=True):
            content, answer = content_of(draft), answer_of(replace(card, body=card.body.with_gaps(numbers[card.id])))
            modified, corrected = self._modified(old, content), old.corrected if old else ""
            if old and old.answer != answer:
                corrected = day_of(modified)
            self._items[card.id] = Item(
                id=card.id,
                lesson=lesson.id,
                kind=card.kind,
                cards=draft.cards,
                gaps=gaps[card.id][0],
                gone=gaps[card.id][1],
                position=place,
                guid=draft.stamp.guid,
                created=old.created if old else self._created(card.id),
                modified=modified,
                content=content,
                answer=answer,
                title=printed(draft.sort_text),
                corrected=corrected,
            )
        return max(places, default=behind)

    def _draft(self, lesson: RenderedLesson, gaps: Mapping[str, Mapping[str, int]]) -> Release:
        """Return a release in which notes say what they will say, whatever their dates are."""
        named = {card.id: self._lock.items.get(card.id) for card in lesson.cards}
        guids = {name: old.guid if old else guid(name, self._lock.namespace) for name, old in named.items()}
        return Release({name: Stamp(found, 0, 0, 0) for name, found in guids.items()}, {}, gaps=gaps)

    def _retire(self, old: Item, lesson: RenderedLesson, place: int) -> None:
        """Keep an item that is gone, for learners who skip editions, until the author takes its line out."""
        gone = replace(old, retired=old.retired or lesson.released, position=old.position if old.retired else place)
        content = content_of(withdrawn(retired_of(gone), lesson))
        self._items[old.id] = replace(gone, corrected="", content=content, modified=self._modified(old, content))

    def _modified(self, old: Item | None, content: str) -> int:
        if old and old.content == content:
            return old.modified
        return max(self._now, old.modified + 1) if old else self._now

    def _created(self, item: str) -> int:
        """Return an id within the last day: seldom the one that a colleague's build gives to another item."""
        return self._first * SLOT + free_slot(item, self._taken)

    def _note_type(self, kind: str) -> NoteType:
        """Date a note type by quizgen's release: of two authors' decks the newer templates win, whoever built last."""
        old, content = self._lock.note_types.get(kind), note_type_hash(kind)
        modified = max(MODIFIED, old.modified + (old.content != content)) if old else MODIFIED
        return NoteType(kind, MODEL_IDS[kind], modified, content)
