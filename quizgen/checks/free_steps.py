"""Pairs of steps that are declared free exist, can change places, and leave an order to be learnt."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error

CODE = "free-steps"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pair of `free` that makes no sense, whatever the runs say."""
    for lesson, item in content.items:
        for place, message, hint in item.question.order_problems():
            yield error(CODE, lesson.item_span(item, place), message, hint)
