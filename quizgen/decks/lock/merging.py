"""Two tellings of what learners have, made one: of each item the later one, and all numbers of gaps that are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from quizgen.decks.lock.hashes import UNKNOWN
from quizgen.decks.lock.model import Item, Lock, NoteType

_Dated = TypeVar("_Dated", Item, NoteType)


def merged(one: Lock, other: Lock) -> Lock:
    """Return what two locks know together; where they are of one time, the first counts."""
    items = {**one.items, **other.items}
    both = one.items.keys() & other.items.keys()
    return Lock(
        {**other.decks, **one.decks},
        _latest(one.note_types, other.note_types),
        items | {name: _item(one.items[name], other.items[name]) for name in both},
        one.namespace or other.namespace,
    )


def _latest(one: Mapping[str, _Dated], other: Mapping[str, _Dated]) -> dict[str, _Dated]:
    found = {**other, **one}
    later = {name for name in one.keys() & other.keys() if other[name].modified > one[name].modified}
    return found | {name: other[name] for name in later}


def _item(one: Item, other: Item) -> Item:
    """Return an item of which two releases tell, or one in two ways; the GUID and the line are those of the first."""
    latest, older = (other, one) if other.modified > one.modified else (one, other)
    if latest.answer == UNKNOWN:  # it was withdrawn, and says no more what it asked
        latest = replace(latest, answer=older.answer, title=latest.title or older.title)
    if not latest.gaps and (older.modified == latest.modified or latest.retired):
        latest = replace(latest, gaps=older.gaps if len(older.gaps) == latest.cards else latest.gaps)
    taken = {*latest.gaps.values()}
    before = {**older.gaps, **older.gone, **latest.gone}
    gone = {name: number for name, number in before.items() if latest.gaps and number not in taken}
    return replace(latest, gone=gone, guid=one.guid, created=one.created, line=one.line)
