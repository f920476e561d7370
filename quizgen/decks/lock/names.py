"""What an author is told of decks' names: that they sort otherwise than is to be studied, or have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quizgen.cards import RenderedLesson
from quizgen.decks.lock.model import Lock
from quizgen.diagnostics import Diagnostic, Span, warning
from quizgen.exporters.anki.deck_names import out_of_order


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
