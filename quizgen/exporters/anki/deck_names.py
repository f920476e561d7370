"""Where decks stand in Anki's tree: names that sort as the lessons are to be studied.

Unless it is told otherwise, Anki takes new cards deck by deck, in the order of the decks' names
(``rslib/src/scheduler/queue/builder/gathering.rs``), whatever the cards' places are. So a deck's name begins with a
number: that of the curriculum, or else one with room before and behind it. A name that has been released stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from quizgen.cards import RenderedLesson

ROOT: Final = "quizgen"
"""The deck that all others stand below."""
STEP: Final = 10
"""From one number to the next where there is no curriculum: nine lessons can come in between."""
DIGITS: Final = 3
"""Of a number, with zeros before it; a curriculum of a thousand lessons has more."""

_BETWEEN: Final = "::"
_NUMBER: Final = re.compile(rf"([0-9]{{{DIGITS},}}(?:\.[0-9]+)?) ")


def deck_names(lessons: Sequence[RenderedLesson], released: Mapping[str, str]) -> dict[str, str]:
    """Return the deck's name of each lesson, "quizgen::Distributed systems::010 Title", by the lesson's id.

    A subject has a number as well ("quizgen::010 Mathematics::010 Sets") if its lessons would otherwise come before
    one that they build on.

    Args:
        lessons: all that are built.
        released: id of a lesson, of these or others -> the name that its deck has in learners' collections.
    """
    in_order = sorted(lessons, key=lambda lesson: lesson.place.rank)
    numbers = _numbers(in_order, released)
    known = {lesson.id: released[lesson.id] for lesson in in_order if lesson.id in released}
    plain = {lesson.id: _name(lesson.subject_title, numbers[lesson.id], lesson) for lesson in in_order} | known
    if not any(out_of_order(lessons, plain)):
        return plain
    numbered = dict(_with_numbered_subjects(in_order, numbers)) | known
    return numbered if _faults(lessons, numbered) < _faults(lessons, plain) else plain


def out_of_order(lessons: Sequence[RenderedLesson], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a lesson's id and that of one to be studied before it, wherever Anki would take the decks otherwise."""
    for lesson in lessons:
        for before in lesson.place.after:
            if before in names and lesson.id in names and _sorted_by(names[lesson.id]) <= _sorted_by(names[before]):
                yield lesson.id, before


def parents(name: str) -> list[str]:
    """Return the names of the decks that a deck stands below, from the top."""
    parts = name.split(_BETWEEN)
    return [_BETWEEN.join(parts[:depth]) for depth in range(1, len(parts))]


def below(name: str, subdeck: str) -> str:
    """Return the name of a deck that stands below another."""
    return _BETWEEN.join([name, part_of_name(subdeck)])


def number_of_deck(name: str) -> int:
    """Return the number that a deck's name begins with, rounded down; 0 if it begins with none."""
    found = _number(name)
    return floor(Fraction(found)) if found else 0


def part_of_name(text: str) -> str:
    """Return a text as a part of a deck's name."""
    return " ".join(text.replace(_BETWEEN, ":").split())


def _faults(lessons: Sequence[RenderedLesson], names: Mapping[str, str]) -> int:
    return sum(1 for _ in out_of_order(lessons, names))


def _sorted_by(name: str) -> list[str]:
    """Return what Anki sorts by: part for part, whatever the case."""
    return [part.casefold() for part in name.split(_BETWEEN)]


def _name(subject: str, number: str, lesson: RenderedLesson) -> str:
    title = f"{number} {lesson.title}" if number else lesson.title
    return _BETWEEN.join([ROOT, part_of_name(subject), part_of_name(title)])


def _with_numbered_subjects(
    in_order: Sequence[RenderedLesson], numbers: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield names in which a subject has the number of the first of its lessons that follow one another."""
    subject, number = "", ""
    for lesson in in_order:
        if lesson.subject != subject:
            subject, number = lesson.subject, numbers[lesson.id]
        yield lesson.id, _name(f"{number} {lesson.subject_title}", numbers[lesson.id], lesson)


def _number(name: str) -> str:
    found = _NUMBER.match(name.rsplit(_BETWEEN, maxsplit=1)[-1])
    return found[1] if found else ""


def _numbers(in_order: Sequence[RenderedLesson], released: Mapping[str, str]) -> dict[str, str]:
    """Return a number for each lesson, rising; empty where nothing is known of the order."""
    fixed = {lesson.id: _number(released[lesson.id]) for lesson in in_order if lesson.id in released}
    others = {number for name in released.values() if (number := _number(name))}
    last = "" if any(fixed.values()) else max(others, default="")
    planned = (lesson.place.number for lesson in in_order)
    lengths = [len(number.partition(".")[0]) for number in (*others, *planned)]
    digits = max([DIGITS, *(lengths or [len(str(STEP * len(in_order)))])])
    made: dict[str, str] = {}
    for place, lesson in enumerate(in_order):
        if lesson.id in fixed:
            made[lesson.id] = fixed[lesson.id]
            last = max(last, made[lesson.id])
        elif lesson.place.rank:
            ahead = (fixed.get(later.id) or later.place.number for later in in_order[place + 1 :])
            before = next((number for number in ahead if number > last), "")
            wanted = lesson.place.number
            fits = wanted > last and (not before or wanted < before) and wanted not in others
            made[lesson.id] = last = wanted if fits else _number_between(last, before, digits)
        else:
            made[lesson.id] = ""
    return made


def _number_between(low: str, high: str, digits: int) -> str:
    """Return a number that sorts, as text, behind the one and before the other; empty ones are no bounds.

    It is the next whole `STEP` if that lies between. Otherwise it has as few decimals as can be: then it is the one in
    the middle, or the next one if there is no other end than that of the digits.
    """
    least, most = Fraction(low or 0), Fraction(high) if high else Fraction(10**digits)
    step = (least // STEP + 1) * STEP
    if step < most:
        return f"{step:0{digits}}"
    decimals = 0
    while True:
        scale = 10**decimals
        first, last = floor(least * scale) + 1, ceil(most * scale) - 1
        if first <= last:
            whole, rest = divmod((first + last) // 2 if high else first, scale)
            return f"{whole:0{digits}}.{rest:0{decimals}}".rstrip("0").rstrip(".") if decimals else f"{whole:0{digits}}"
        decimals += 1
