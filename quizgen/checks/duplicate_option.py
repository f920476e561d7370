"""No two options, steps, or left sides of a question read the same."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error

CODE = "duplicate-option"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text that stands in a question twice."""
    for lesson, item in content.items:
        first: dict[str, int] = {}
        for number, (place, text) in enumerate(item.question.alternatives(), start=1):
            before = first.setdefault(" ".join(text.casefold().strip("`*_$").split()), number)
            if before != number:
                message = f"this reads the same as number {before} of `{item.question.id}`"
                yield error(CODE, lesson.item_span(item, place), message, "say something else, or leave it out")
