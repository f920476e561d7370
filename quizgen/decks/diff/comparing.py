"""Two decks compared, note by note; or a deck with what a lockfile knows of the one before: hashes, and no words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final, TypeVar

from quizgen.decks.diff.difference import AnswerChange, Change, Difference, Entry, FieldChange
from quizgen.decks.lock import Item, Lock
from quizgen.decks.reading import DeckFile, DeckNote, Unclear
from quizgen.decks.recovery import answer, content
from quizgen.exporters.anki.note_types import kind_of
from quizgen.exporters.anki.notes import CORRECTED_TAG, RETIRED_TAG
from quizgen.kinds.notes import plain

T = TypeVar("T")

UNTOLD: Final = frozenset({"Diagram", "Receipt", "Trace"})
"""Fields whose words are no reading matter: only that they have changed is told."""


def compare(old: DeckFile, new: DeckFile, old_name: str, new_name: str) -> Difference:
    """Compare two releases of a deck."""
    found = _difference(_by_item(old), _by_item(new), title, is_retired, _change)
    return replace(found, old=old_name, new=new_name, looks=tuple(_restyled(old.looks, new.looks)))


def _difference(
    before: Mapping[str, T],
    after: Mapping[str, DeckNote],
    title_before: Callable[[T], str],
    was_retired: Callable[[T], bool],
    change: Callable[[T, DeckNote], Change | None],
) -> Difference:
    """Return how notes differ from what is known of those before; what was compared is not named yet."""
    both = [name for name in after if name in before]
    withdrawn = [name for name in both if is_retired(after[name]) and not was_retired(before[name])]
    changes = [change(before[name], after[name]) for name in both if name not in withdrawn]
    return Difference(
        old="",
        new="",
        added=tuple(Entry(name, title(note)) for name, note in after.items() if name not in before),
        changed=tuple(each for each in changes if each),
        withdrawn=tuple(Entry(name, title_before(before[name])) for name in withdrawn),
        missing=tuple(Entry(name, title_before(one)) for name, one in before.items() if name not in after),
        unchanged=changes.count(None),
    )


def is_retired(note: DeckNote) -> bool:
    """Tell whether a note says that its item was withdrawn."""
    return RETIRED_TAG in note.tags


def title(note: DeckNote) -> str:
    """Return the first words of a note's question."""
    texts = (shown(note, name) for name in ("Stem", "Body"))
    first = next(filter(None, texts), "") if note.kind else shown(note, next(iter(note.fields)))
    return first if len(first) <= 80 else f"{first[:79].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def shown(note: DeckNote, name: str) -> str:
    """Return what is read in a field, on one line; the field as it is if that cannot be told."""
    try:
        return plain(note.fields[name])
    except Unclear:
        return note.fields[name]


def _by_item(deck: DeckFile) -> dict[str, DeckNote]:
    """Return the notes by what stays the same: the item's id, or else Anki's; of two, the first."""
    found: dict[str, DeckNote] = {}
    for note in deck.notes:
        found.setdefault(note.name, note)
    return found


def _change(old: DeckNote, new: DeckNote) -> Change | None:
    """Return how a note has changed; None if it has not."""
    fields = tuple(_fields(old, new))
    added = tuple(tag for tag in new.tags if tag not in old.tags)
    removed = tuple(tag for tag in old.tags if tag not in new.tags)
    cards = (old.cards, new.cards) if old.cards != new.cards else None
    if not (fields or added or removed or cards):
        return None
    return Change(Entry(new.name, title(new)), fields, _answer(old, new), added, removed, cards, _problem(old, new))


def _fields(old: DeckNote, new: DeckNote) -> Iterator[FieldChange]:
    for name in dict.fromkeys(chain(old.fields, new.fields)):
        before, after = old.fields.get(name, ""), new.fields.get(name, "")
        if before == after:
            continue
        if name in UNTOLD:
            yield FieldChange(name, "", "")
            continue
        one, other = (shown(note, name) if name in note.fields else "" for note in (old, new))
        yield FieldChange(name, one, other, markup=one == other)


def _answer(old: DeckNote, new: DeckNote) -> AnswerChange | None:
    before, after = answer(old), answer(new)
    if before is None or after is None or before[0] == after[0]:
        return None
    return AnswerChange(before[1], after[1])


def _problem(old: DeckNote, new: DeckNote) -> str:
    """Say why a learner's collection would not take a change; empty if it would."""
    if old.guid != new.guid:
        return "Anki takes it for another note: learners get a second one, without their history"
    if old.note_type != new.note_type or tuple(old.fields) != tuple(new.fields):
        return "its note type is another: Anki keeps the old note as it is"
    if new.modified <= old.modified:
        return "it is not dated later: Anki does not take the change"
    return ""


def _restyled(old: Mapping[int, str], new: Mapping[int, str]) -> Iterator[str]:
    for identifier, look in new.items():
        if old.get(identifier, look) != look:
            yield kind_of(identifier) or str(identifier)


def compare_with_lock(lock: Lock, new: DeckFile, old_name: str, new_name: str) -> Difference:
    """Compare a deck with the lockfile of the release before; of the lock's lessons only those that the deck has.

    Whether an answer has changed is known from the day of correction that the build has put on the note.
    """
    notes = {note.item: note for note in new.notes if note.kind}
    lessons = {lock.items[name].lesson for name in notes if name in lock.items}
    known = {name: item for name, item in lock.items.items() if item.lesson in lessons}
    found = _difference(known, notes, lambda item: item.title, lambda item: bool(item.retired), _change_since)
    return replace(found, old=old_name, new=new_name, by_hash=True)


def _change_since(item: Item, note: DeckNote) -> Change | None:
    """Return how a note has changed; None if it has not, or its item was gone before."""
    if item.retired or content(note) == item.content:
        return None
    days = {tag.removeprefix(f"{CORRECTED_TAG}::") for tag in note.tags if tag.startswith(f"{CORRECTED_TAG}::")}
    corrected = bool(days - {item.corrected})
    late = "" if note.modified > item.modified else "it is not dated later: Anki does not take the change"
    return Change(Entry(note.item, title(note)), answer=AnswerChange() if corrected else None, problem=late)
