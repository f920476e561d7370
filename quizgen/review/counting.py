"""How much of a deck was read, in numbers, and what `quizgen check` says of the rest."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from quizgen.diagnostics import Diagnostic, error, warning
from quizgen.model.lesson import Deck
from quizgen.review.apart import apart
from quizgen.review.contrary import contrary
from quizgen.review.files import Review
from quizgen.review.numbers import unknown_numbers
from quizgen.review.statements import Statement, Statements, statements
from quizgen.settings import Unread
from quizgen.simulators.words import counted

STATES: Final = ("bound", "read", "unread", "cited", "unverified")
"""What a statement can be; of one that is computed, whether its text was read."""


@dataclass(frozen=True)
class Reading:
    """What was read of a deck.

    Attributes:
        lessons: what each states.
        review: what was read.
    """

    lessons: tuple[Statements, ...]
    review: Review

    def day_of(self, statement: Statement) -> str:
        """Return the day on which a statement was read as it is; empty if it was not."""
        return self.review.signatures.get(statement.key, "") if self.review.signatures else ""

    @property
    def unread(self) -> Iterator[Statement]:
        """What nobody has read as it is, in the order in which it was written."""
        return (each for lesson in self.lessons for each in lesson.written if not self.day_of(each))

    @property
    def counts(self) -> dict[str, int]:
        """How many statements are in each of the `STATES`."""
        counts = dict.fromkeys(STATES, 0)
        for lesson in self.lessons:
            read = sum(1 for each in lesson.written if self.day_of(each))
            found = (lesson.bound, read, len(lesson.written) - read, lesson.cited, lesson.unverified)
            for state, number in zip(STATES, found, strict=True):
                counts[state] += number
        return counts

    @property
    def days(self) -> dict[tuple[str, str], str]:
        """Lesson's id, card's id -> the day on which the last of its statements was read.

        A card with something unread is left out, and so is one with nothing to read.
        """
        found: dict[tuple[str, str], list[str]] = {}
        for lesson in self.lessons if self.review.signatures else ():
            for each in lesson.written:
                found.setdefault((lesson.lesson.head.id, each.card), []).append(self.day_of(each))
        return {card: max(days) for card, days in found.items() if all(days)}


def reading(deck: Deck, review: Review) -> Reading:
    """Return what of a deck was read."""
    return Reading(tuple(map(statements, deck.lessons)), review)


def _apart(found: Reading) -> Iterator[Diagnostic]:
    """Yield what plainly differs from its claim, but for what somebody has read as it is."""
    for lesson in found.lessons:
        for _, grouped in groupby(lesson.written, lambda each: each.item and each.item.question.id):
            same = list(grouped)
            for statement, told in (*apart(same), *unknown_numbers(same)):
                if not found.day_of(statement):
                    yield warning("names-differ", statement.span, f"{statement.owner}: {told}", _both(statement))
            for statement, told in contrary(same):
                if not found.day_of(statement):
                    yield warning("says-contrary", statement.span, f"{statement.owner}: {told}", _both(statement))


def _both(statement: Statement) -> str:
    return f"let both say the same; or, if they do: quizgen review {shlex.quote(statement.span.file)}"


def told_of(found: Reading, unread: Unread | None) -> Iterator[Diagnostic]:
    """Yield what is wrong with the file, and one line for each lesson with something unread.

    Args:
        found: what was read.
        unread: what is to be said of it; None for a warning if there is a ``quizgen.review``, and else nothing.
    """
    yield from found.review.diagnostics
    if found.review.diagnostics or unread == "ignore":
        return
    yield from _apart(found)
    unread = unread or ("warning" if found.review.is_kept else "ignore")
    if unread == "ignore":
        return
    for lesson in found.lessons:
        left = [each for each in lesson.written if not found.day_of(each)]
        if not left:
            continue
        total = len(lesson.written)
        message = f"nobody has read {len(left):,} of {counted(total, 'statement')}, text beside claim"
        place, hint = left[0].span, f"quizgen review {shlex.quote(left[0].span.file)}"
        yield error("unread", place, message, hint) if unread == "error" else warning("unread", place, message, hint)
