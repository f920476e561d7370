"""Every distractor is wrong for a reason that the learner is told."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error
from quizgen.kinds.choice.question import Choice

CODE = "distractor-without-reason"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each distractor with neither a misconception nor a rationale."""
    for lesson, item in content.items:
        if not isinstance(item.question, Choice):
            continue
        for index, option in enumerate(item.question.options):
            if not option.key and not option.misconception and not option.rationale:
                message = "this distractor does not say why it is wrong"
                hint = "give its `rationale`, or the `misconception` that leads to it"
                yield error(CODE, lesson.item_span(item, ("options", index)), message, hint)
