"""What a build changes in the lockfile, in words; what it must not change; and what becomes of decks' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from quizgen.cards import RenderedLesson
from quizgen.decks.lock.gaps import Unnumbered
from quizgen.decks.lock.model import Lock
from quizgen.diagnostics import Diagnostic, Span, error, warning
from quizgen.exporters.anki.deck_names import out_of_order
from quizgen.loader.files import shown

_FEW: Final = 5
"""How many ids are told of each sort of change."""


def unnumbered(problem: Unnumbered, old: Lock, file: Path) -> Diagnostic:
    """Return where the item stands whose gaps cannot be given cards."""
    line = next((item.line for item in old.items.values() if f"`{item.id}`" in str(problem)), 0)
    return error("lock-gaps", Span(shown(file), line, 1 if line else 0), str(problem), problem.hint)


def other_kinds(lock: Lock, lessons: Sequence[RenderedLesson], file: Path) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each item that is of another kind than before: Anki keeps a note's type for ever."""
    for lesson in lessons:
        for card in lesson.cards:
            known = lock.items.get(card.id)
            if known and known.kind != card.kind:
                message = f"`{card.id}` was {known.kind} and is {card.kind} now, which learners' copies cannot become"
                hint = "give it another id; if no learner has the old one, take this line out instead"
                yield error("lock-other-kind", Span(shown(file), known.line, 1), message, hint)


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
    return "; ".join(f"{sort}: {_listed(names)}" for sort, names in sorts.items() if names) or (
        "its version" if old.namespace != new.namespace else "its form"
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(sorted(names)[:_FEW]) + (f" and {more} more" if more > 0 else "")


def without_names(lock: Lock, lessons: Sequence[RenderedLesson]) -> Lock:
    """Return the lock without the names of the lessons' decks, so that they get new ones."""
    here = {lesson.id for lesson in lessons}
    return replace(lock, decks={name: deck for name, deck in lock.decks.items() if name not in here})


def told_of_names(old: Lock, new: Lock, file: str) -> Iterator[Diagnostic]:
    """Yield what learners see of each deck that has another name now."""
    for name, deck in sorted(new.decks.items()):
        if name in old.decks and old.decks[name].name != deck.name:
            told = f"the deck `{old.decks[name].name}` is called `{deck.name}` from now on"
            hint = (
                "tell learners to rename theirs before they import: then all stays in one deck; "
                "otherwise the cards that they have stay in the old one, and only new cards come to the new one"
            )
            yield warning("lock-deck-renamed", Span(file), told, hint)


def told_of_order(lessons: Sequence[RenderedLesson], names: Mapping[str, str], file: str) -> Iterator[Diagnostic]:
    """Yield each pair of decks that Anki takes in another order than their lessons are to be studied in."""
    for after, before in out_of_order(lessons, names):
        told = f"Anki takes new cards of `{names[after]}` before those of `{names[before]}`, which come first"
        hint = "decks come in the order of their names; `quizgen build --rename-decks` names them anew"
        yield warning("lock-deck-order", Span(file), told, hint)
