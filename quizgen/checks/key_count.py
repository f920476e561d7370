"""A multiple choice question has exactly one key; a multiple response question has at least one."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error
from quizgen.kinds.choice.question import Choice, MultipleChoice

CODE = "key-count"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each choice question with too few or too many keys."""
    for lesson, item in content.items:
        question = item.question
        if not isinstance(question, Choice):
            continue
        keys = [index for index, option in enumerate(question.options) if option.key]
        span = lesson.item_span(item, ("options",))
        if not keys:
            yield error(CODE, span, f"`{question.id}` has no key", "mark the right option with `key: true`")
        elif len(keys) > 1 and isinstance(question, MultipleChoice):
            second = lesson.item_span(item, ("options", keys[1], "key"))
            message = f"`{question.id}` has {len(keys)} keys; a multiple choice question has one"
            yield error(CODE, second, message, "leave one key, or make it `kind: multiple_response`")
