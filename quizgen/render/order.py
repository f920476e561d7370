"""The order of study: concepts before what builds on them, and lessons likewise."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from quizgen.cards import StudyPlace
from quizgen.model.lesson import Concept, Deck, PlacedLesson

LEAST_DIGITS: Final = 3
"""Of a number in a curriculum, with zeros before it."""

_Id = TypeVar("_Id", bound=Hashable)


def study_order(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return the concepts with prerequisites first, otherwise as they are written."""
    by_id = {concept.id: concept for concept in concepts}
    return tuple(by_id[name] for name in _prerequisites_first(by_id, lambda name: by_id[name].requires))


def study_places(deck: Deck) -> Mapping[str, StudyPlace]:
    """Return where each lesson stands among all of them, by its id.

    Lessons of a curriculum come in its order. The others come before what builds on them, otherwise after those of a
    curriculum and as they are written. A lesson builds on another if one of its concepts requires one of the other's,
    or one of its questions is about one.
    """
    planned = _planned(deck)
    builds_on = {lesson.head.id: names for lesson, names in _built_on(deck)}
    files = {lesson.head.id: number for number, lesson in enumerate(deck.lessons)}
    ids = sorted(files, key=lambda name: (planned.get(name) is None, planned.get(name, 0), files[name]))
    chain = {after: before for before, after in pairwise(name for name in ids if name in planned)}

    def before(name: str) -> Iterable[str]:
        """Yield what a lesson comes after; between two of a curriculum, that decides."""
        yield from (other for other in builds_on[name] if not (name in planned and other in planned))
        yield from (chain[name],) if name in chain else ()

    order = _prerequisites_first(ids, before)
    digits = max([LEAST_DIGITS, *(len(str(number)) for number in _numbers(deck))])
    return {
        name: StudyPlace(rank, f"{planned[name]:0{digits}}" if name in planned else "", tuple(sorted({*before(name)})))
        for rank, name in enumerate(order, 1)
    }


def _prerequisites_first(ids: Iterable[_Id], before: Callable[[_Id], Iterable[_Id]]) -> tuple[_Id, ...]:
    """Return the ids, each behind those that come before it and are among them; a circle is left somewhere."""
    known = dict.fromkeys(ids)
    done: dict[_Id, None] = {}
    for first in known:
        pending = [first]
        while pending:
            here = pending[-1]
            missing = (name for name in before(here) if name in known and name not in done and name not in pending)
            if here not in done and (nearest := next(missing, None)) is not None:
                pending.append(nearest)
            else:
                done.setdefault(pending.pop())
    return tuple(done)


def _numbers(deck: Deck) -> Iterable[int]:
    """Yield the numbers of all entries of the curricula; those of a second one go on behind the first."""
    last = 0
    for placed in deck.curricula:
        numbers = [last + entry.order for entry in placed.curriculum.lessons]
        yield from numbers
        last = max(numbers)


def _planned(deck: Deck) -> dict[str, int]:
    """Return the number in the curricula of each lesson that stands in one, by its id."""
    entries = [entry for placed in deck.curricula for entry in placed.curriculum.lessons]
    by_title: dict[str, str] = {}
    for lesson in deck.lessons:
        by_title.setdefault(lesson.head.title, lesson.head.id)
    known = {lesson.head.id for lesson in deck.lessons}
    found: dict[str, int] = {}
    for number, entry in zip(_numbers(deck), entries, strict=True):
        name = entry.lesson or by_title.get(entry.title)
        if name in known:
            found.setdefault(str(name), number)
    return found


def _built_on(deck: Deck) -> Iterable[tuple[PlacedLesson, tuple[str, ...]]]:
    """Yield each lesson with the ids of the lessons that it builds on."""
    home = {concept.id: lesson.head.id for lesson in deck.lessons for concept in lesson.head.concepts}
    for lesson in deck.lessons:
        named = [name for concept in lesson.head.concepts for name in concept.requires]
        named += [item.question.concept for item in lesson.items]
        others = dict.fromkeys(home[name] for name in named if name in home)
        yield lesson, tuple(name for name in others if name != lesson.head.id)
