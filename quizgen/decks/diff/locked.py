"""A deck compared with what a lockfile knows of the release before: hashes, and no words."""

from __future__ import annotations

from quizgen.cards import Stamp
from quizgen.decks.diff.comparing import is_retired, title
from quizgen.decks.diff.difference import AnswerChange, Change, Difference, Entry
from quizgen.decks.lock import Item, Lock, content_of
from quizgen.decks.reading import DeckFile, DeckNote
from quizgen.exporters.anki.notes import CORRECTED_TAG, Note


def compare_with_lock(lock: Lock, new: DeckFile, old_name: str, new_name: str) -> Difference:
    """Compare a deck with the lockfile of the release before; of the lock's lessons only those that the deck has.

    Whether an answer has changed is known from the day of correction that the build has put on the note.
    """
    notes = {note.item: note for note in new.notes if note.kind}
    lessons = {lock.items[name].lesson for name in notes if name in lock.items}
    known = {name: item for name, item in lock.items.items() if item.lesson in lessons}
    changed: list[Change] = []
    withdrawn: list[Entry] = []
    unchanged = 0
    for name, note in notes.items():
        item = known.get(name)
        if item is None:
            continue
        if is_retired(note) and not item.retired:
            withdrawn.append(Entry(name, item.title))
        elif not item.retired and _content(note) != item.content:
            changed.append(_change(item, note))
        else:
            unchanged += 1
    return Difference(
        old_name,
        new_name,
        added=tuple(Entry(name, title(note)) for name, note in notes.items() if name not in known),
        changed=tuple(changed),
        withdrawn=tuple(withdrawn),
        missing=tuple(Entry(name, item.title) for name, item in known.items() if name not in notes),
        unchanged=unchanged,
        by_hash=True,
    )


def _content(note: DeckNote) -> str:
    """Return the hash of what learners get, as the lockfile has it: without the day of a correction."""
    tags = tuple(tag for tag in note.tags if not tag.startswith(f"{CORRECTED_TAG}::"))
    stamp = Stamp(note.guid, 0, note.modified, note.position)
    return content_of(Note(note.item, note.kind, stamp, tuple(note.fields.values()), tags, "", note.cards))


def _change(item: Item, note: DeckNote) -> Change:
    days = {tag.removeprefix(f"{CORRECTED_TAG}::") for tag in note.tags if tag.startswith(f"{CORRECTED_TAG}::")}
    corrected = bool(days - {item.corrected})
    late = "" if note.modified > item.modified else "it is not dated later: Anki does not take the change"
    return Change(Entry(note.item, title(note)), answer=AnswerChange() if corrected else None, problem=late)
