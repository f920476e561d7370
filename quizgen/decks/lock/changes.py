"""What differs between two locks, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quizgen.decks.lock.model import Lock

FEW: Final = 5
"""How many ids are told of each sort of change."""


def told(old: Lock, new: Lock) -> str:
    """Return what a new lock changes: "new: a, b; changed: c; retired: d"."""
    here = {name: item for name, item in new.items.items() if not item.retired}
    known = {name: item for name, item in old.items.items() if not item.retired}
    both = [name for name in here if name in known]
    sorts = {
        "new": [name for name in here if name not in known],
        "changed": [name for name in both if here[name].content != known[name].content],
        "moved": [name for name in both if here[name].position != known[name].position],
        "retired": [name for name in known if name in new.items and name not in here],
        "forgotten": [name for name in old.items if name not in new.items],
        "note types": [kind for kind, found in new.note_types.items() if old.note_types.get(kind) != found],
        "decks": [name for name, deck in new.decks.items() if old.decks.get(name) != deck],
    }
    return "; ".join(f"{sort}: {_listed(names)}" for sort, names in sorts.items() if names) or "its form"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - FEW
    return ", ".join(sorted(names)[:FEW]) + (f" and {more} more" if more > 0 else "")
