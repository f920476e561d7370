"""What is right on a sheet, as short as one can mark by it: letters, numbers, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizgen.cards import Body, Card, Choice, Cloze, Matching, Number, Ordering, Recall
from quizgen.exporters.pages import POINTS
from quizgen.text.fragments import letter, text_of
from quizgen.variants.sheets import Variant

Json = str | int | float | bool | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Answer:
    """The answer to one question of a sheet.

    Attributes:
        number: the question's, from 1.
        card: the question as it stands on the sheet.
        text: the answer, one line.
        parts: the same for a program; its keys depend on the kind.
    """

    number: int
    card: Card
    text: str
    parts: dict[str, Json]

    @property
    def worth(self) -> int:
        """Its points."""
        return POINTS[self.card.kind]


def answers(variant: Variant) -> Iterator[Answer]:
    """Yield the answer to each question of a sheet."""
    for number, card in enumerate(variant.cards, 1):
        parts = _parts(card.body)
        yield Answer(number, card, _text(card.body), parts)


def _text(body: Body) -> str:
    match body:
        case Choice(options, _):
            return ", ".join(letter(index) for index, option in enumerate(options) if option.key)
        case Number():
            off = f" (give or take {body.tolerance:g})" if body.tolerance else ""
            return f"{body.text} {body.unit}".rstrip() + off
        case Cloze(_, blanks):
            words = [" or ".join((blank.answer, *blank.accepted)) for blank in blanks]
            return "; ".join(f"{n}: {word}" for n, word in enumerate(words, 1)) if len(words) > 1 else "".join(words)
        case Recall(answer, points):
            told = [text_of(point.text) for point in points] or [text_of(answer)]
            return " / ".join(told)
        case Ordering(steps, _):
            order = " \N{EN DASH} ".join(str(step.position) for step in steps)
            return f"{order}. {body.freedom}" if body.free else order
        case Matching(pairs, _):
            return " \N{EN DASH} ".join(letter(pair.match) for pair in pairs)
    raise TypeError(f"a question has no body of type {type(body).__name__}")


def _parts(body: Body) -> dict[str, Json]:
    match body:
        case Choice(options, _):
            return {"letters": [letter(index) for index, option in enumerate(options) if option.key]}
        case Number():
            return {"value": body.value, "unit": body.unit, "tolerance": body.tolerance}
        case Cloze(_, blanks):
            return {"gaps": [[blank.answer, *blank.accepted] for blank in blanks]}
        case Recall(answer, points):
            return {"points": [text_of(point.text) for point in points], "model": text_of(answer)}
        case Ordering(steps, free):
            return {"numbers": [step.position for step in steps], "free": [list(pair) for pair in free]}
        case Matching(pairs, _):
            return {"letters": [letter(pair.match) for pair in pairs]}
    raise TypeError(f"a question has no body of type {type(body).__name__}")
