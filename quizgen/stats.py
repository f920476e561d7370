"""What a deck consists of, in numbers: kinds, levels, evidence, concepts without items, where keys stand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import mean

from quizgen.kinds import KINDS
from quizgen.kinds.choice.question import Choice, MultipleChoice
from quizgen.kinds.orders import shuffled
from quizgen.model.item import LEVELS
from quizgen.model.lesson import Deck, PlacedLesson
from quizgen.tally import BASES, tally
from quizgen.text.fragments import letter

Counts = dict[str, int]


@dataclass(frozen=True)
class Stats:
    """What some lessons consist of.

    Attributes:
        items: how many there are, families written out.
        concepts: how many there are.
        kinds: kind -> items.
        levels: level -> items.
        evidence: what items rest on -> items.
        concepts_without_items: ids.
        key_positions: letter under which a card shows the key of a multiple choice -> items.
        key_lengths: ``longest``, ``shortest``, ``between`` -> items: how long the key is beside the other options.
        characters: of the texts of keys and of distractors, on average.
    """

    items: int
    concepts: int
    kinds: Counts
    levels: Counts
    evidence: Counts
    concepts_without_items: list[str]
    key_positions: Counts
    key_lengths: Counts
    characters: dict[str, float]


def stats(lessons: Sequence[PlacedLesson], asked: frozenset[str] = frozenset()) -> Stats:
    """Return what lessons consist of.

    Args:
        lessons: of one deck.
        asked: concepts that items of other lessons are about.
    """
    items = [(lesson, item.question) for lesson in lessons for item in lesson.items]
    about = asked | {question.concept for _, question in items}
    concepts = [concept.id for lesson in lessons for concept in lesson.head.concepts]
    evidence = dict.fromkeys(BASES, 0)
    for lesson in lessons:
        for basis, count in tally(lesson).items():
            evidence[basis] += count
    choices = [question for _, question in items if isinstance(question, Choice)]
    ones = [one for one in choices if isinstance(one, MultipleChoice) and any(option.key for option in one.options)]
    return Stats(
        items=len(items),
        concepts=len(concepts),
        kinds=_counted((question.kind for _, question in items), KINDS.questions),
        levels=_counted((lesson.level_of(question) for lesson, question in items), LEVELS),
        evidence=evidence,
        concepts_without_items=[concept for concept in concepts if concept not in about],
        key_positions=_counted(sorted(map(_position, ones)), ()),
        key_lengths=_counted(map(_length, ones), ("longest", "shortest", "between")),
        characters={name: round(mean(found), 1) for name, found in _characters(choices) if found},
    )


def _counted(found: Iterable[str], order: Iterable[str]) -> Counts:
    """Return how often each is found: those of an order first, then as they come."""
    counts = Counter(found)
    return {name: counts[name] for name in dict.fromkeys((*order, *counts)) if counts[name]}


def _position(question: MultipleChoice) -> str:
    return letter(next(index for index, one in enumerate(shuffled(question.options, question.id)) if one.key))


def _length(question: MultipleChoice) -> str:
    key = next(len(option.text) for option in question.options if option.key)
    others = [len(option.text) for option in question.options if not option.key]
    return "longest" if key > max(others, default=key) else "shortest" if key < min(others, default=key) else "between"


def _characters(choices: Sequence[Choice]) -> Iterator[tuple[str, list[int]]]:
    for name, is_key in (("key", True), ("distractor", False)):
        yield name, [len(option.text) for one in choices for option in one.options if option.key is is_key]


def by_lesson(deck: Deck) -> dict[str, Stats]:
    """Return what each lesson of a deck consists of, by its id."""
    asked = frozenset(item.question.concept for lesson in deck.lessons for item in lesson.items)
    return {lesson.head.id: stats([lesson], asked) for lesson in deck.lessons}


def as_json(deck: Deck) -> str:
    """Return the numbers of a deck and of each lesson as one JSON object."""
    lessons = {name: asdict(found) for name, found in by_lesson(deck).items()}
    return json.dumps({"total": asdict(stats(deck.lessons)), "lessons": lessons}, ensure_ascii=False) + "\n"


def as_text(deck: Deck) -> str:
    """Return the numbers of a deck as tables for people: the lessons, then all together."""
    found, total = by_lesson(deck), stats(deck.lessons)
    head = ["lesson", "items", "concepts", *BASES]
    rows = [[name, *map(str, _row(one))] for name, one in (*found.items(), ("in all", total))]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = ["  ".join(_aligned(row, widths)).rstrip() for row in (head, *rows)]
    for field in fields(Stats)[2:]:
        value = getattr(total, field.name)
        entries = value if isinstance(value, list) else [f"{name} {count}" for name, count in value.items()]
        lines.append(f"{field.name.replace('_', ' ')}: {', '.join(entries) or 'none'}")
    return "\n".join(lines) + "\n"


def _row(one: Stats) -> tuple[int, ...]:
    return one.items, one.concepts, *(one.evidence[basis] for basis in BASES)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *rest = zip(row, widths, strict=True)
    yield first[0].ljust(first[1])
    yield from (text.rjust(width) for text, width in rest)
