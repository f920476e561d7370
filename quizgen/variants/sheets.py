"""From a request, or a sheet's code, to variants: names, codes, and the cards of each sheet in their order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from quizgen.cards import Card, RenderedLesson
from quizgen.variants.codes import (
    MAX_ITEMS,
    MAX_SHEETS,
    Code,
    CodeProblem,
    content_bits,
    folded,
    lesson_tag,
    salt_of,
)
from quizgen.variants.drawing import Seed, draw, strata
from quizgen.variants.fingerprint import essence, fingerprint

_NAME = re.compile(r"[A-Z0-9]{1,8}")


class RequestProblem(ValueError):  # noqa: N818 - it is shown to people, it is not an error of the program
    """Variants that cannot be made; the message says why."""


class ContentChanged(Exception):  # noqa: N818 - a state of the content
    """A lesson that is not the one that a sheet was made from; the message says how it can be told."""


@dataclass(frozen=True)
class Request:
    """What is asked for.

    Attributes:
        names: of the variants, as `variant_names` gives them.
        items: questions on a sheet; None for every item, and of each family one instance.
        seed: another one gives other sheets.
    """

    names: tuple[str, ...]
    items: int | None = None
    seed: str = ""


@dataclass(frozen=True)
class Variant:
    """One sheet.

    Attributes:
        lesson: what it is a sheet of.
        code: by which the key is found again.
        cards: its questions in their order, each with its options in theirs.
    """

    lesson: RenderedLesson
    code: Code
    cards: tuple[Card, ...]

    @property
    def name(self) -> str:
        """What the sheet is called: ``B``."""
        return self.code.name


def variant_names(text: str) -> tuple[str, ...]:
    """Return the names that ``A,B,C`` lists, or for a single number as many names: ``3`` gives 1, 2 and 3.

    Raises `RequestProblem` for names that a code cannot hold, or that cannot be told apart.
    """
    names = tuple(name.strip().upper() for name in text.split(",") if name.strip())
    if len(names) == 1 and re.fullmatch(r"[0-9]{1,8}", names[0]):
        names = tuple(str(number) for number in range(1, min(int(names[0]), MAX_SHEETS + 1) + 1))
    odd = next((name for name in names if not _NAME.fullmatch(name)), None)
    if odd is not None:
        raise RequestProblem(f"a variant's name is one to eight letters (A to Z) and digits, not {odd!r}")
    if len({folded(name) for name in names}) < len(names):
        raise RequestProblem("two variants have the same name, or names that read the same on paper (O and 0, I and 1)")
    if not 1 <= len(names) <= MAX_SHEETS:
        raise RequestProblem(f"between 1 and {MAX_SHEETS} variants can be made together")
    return names


def make(lesson: RenderedLesson, request: Request) -> tuple[Variant, ...]:
    """Return the variants of a lesson that are asked for.

    Raises `RequestProblem` if the lesson has fewer questions than a sheet is to have.
    """
    content = content_bits(fingerprint(lesson))
    released = dt.date.fromisoformat(lesson.released)
    items = 0 if request.items is None else request.items
    codes = [
        Code(
            name=name,
            lesson=lesson_tag(lesson.id),
            released=released,
            content=content,
            salt=salt_of(request.seed),
            count=len(request.names),
            index=index,
            items=items,
        )
        for index, name in enumerate(request.names)
    ]
    try:
        str(codes[0])
    except CodeProblem as problem:
        raise RequestProblem(f"{lesson.id}: {problem}") from None
    drawn = _drawn(lesson, codes[0])
    return tuple(_variant(lesson, code, drawn[code.index]) for code in codes)


def variant_of(lessons: Iterable[RenderedLesson], code: Code) -> Variant:
    """Return the sheet with that code; the lessons are those that it can be of, at least one.

    Raises `ContentChanged` if none of them has the fingerprint in the code.
    """
    changed = []
    for lesson in lessons:
        content = content_bits(fingerprint(lesson))
        if content == code.content:
            try:
                return _variant(lesson, code, _drawn(lesson, code)[code.index])
            except RequestProblem as problem:  # no build makes such a code, but anybody can write one
                raise ContentChanged(str(problem)) from None
        changed.append(_told(lesson, content, code))
    raise ContentChanged("; ".join(changed))


def _told(lesson: RenderedLesson, content: int, code: Code) -> str:
    same = lesson.released == str(code.released)
    here = "what is here bears the same date" if same else f"what is here is that of {lesson.released}"
    return (
        f"{lesson.id} has changed since this sheet was made: the sheet is of the edition of {code.released} with "
        f"fingerprint {code.content:08x}; {here}, and has fingerprint {content:08x}"
    )


def _drawn(lesson: RenderedLesson, code: Code) -> tuple[tuple[Card, ...], ...]:
    pool = lesson.questions
    seed = Seed((lesson.id, code.content, code.salt, "class", code.count, code.items))
    known = sum(map(len, strata(pool, seed).values()))
    items = code.items or known
    if not known:
        raise RequestProblem(f"{lesson.id} has no questions to draw from")
    if items > known:
        told = f"{lesson.id} has {known} to draw from (a family counts once)"
        raise RequestProblem(f"a sheet of {items} questions is asked for, and {told}")
    return draw(pool, code.count, items, seed)


def _variant(lesson: RenderedLesson, code: Code, cards: tuple[Card, ...]) -> Variant:
    seed = Seed((lesson.id, code.content, code.salt, "sheet", folded(code.name)))
    ordered = sorted(cards, key=lambda card: seed.rank("item", card.id))
    return Variant(lesson, code, tuple(shuffled(card, seed) for card in ordered))


def check_items(items: int) -> None:
    """Raise `RequestProblem` for a number of questions that a code cannot hold."""
    if not 1 <= items <= MAX_ITEMS:
        raise RequestProblem(f"a sheet has between 1 and {MAX_ITEMS} questions, not {items}")


def shuffled(card: Card, seed: Seed) -> Card:
    """Return the card in an order that depends on the seed, the card's id and its texts alone.

    Steps never stand in a right order, and partners never all beside each other.
    """
    return replace(card, body=card.body.shuffled(lambda fragment: seed.rank("part", card.id, essence(fragment))))
