"""No two options, steps, or left sides of a question read the same."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error
from quizgen.model.base import Place
from quizgen.model.questions import Choice, Matching, Ordering, Question

CODE = "duplicate-option"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text that stands in a question twice."""
    for lesson, item in content.items:
        first: dict[str, int] = {}
        for number, (place, text) in enumerate(_texts(item.question), start=1):
            before = first.setdefault(" ".join(text.casefold().strip("`*_$").split()), number)
            if before != number:
                message = f"this reads the same as number {before} of `{item.question.id}`"
                yield error(CODE, lesson.item_span(item, place), message, "say something else, or leave it out")


def _texts(question: Question) -> Iterator[tuple[Place, str]]:
    match question:
        case Choice():
            yield from ((("options", index, "text"), option.text) for index, option in enumerate(question.options))
        case Ordering():
            yield from ((("steps", index, "text"), step.text) for index, step in enumerate(question.steps))
        case Matching():
            yield from ((("pairs", index, "left"), pair.left) for index, pair in enumerate(question.pairs))
