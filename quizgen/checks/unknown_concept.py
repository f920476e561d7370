"""Every concept that an item or a prerequisite names is defined."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error

CODE = "unknown-concept"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each concept that is named and nowhere defined."""
    for lesson, item in content.items:
        if item.question.concept not in content.concepts:
            yield _unknown(content, item.question.concept, lesson.item_span(item, ("concept",)))
    for lesson in content.deck.lessons:
        for index, concept in enumerate(lesson.head.concepts):
            for number, name in enumerate(concept.requires):
                if name not in content.concepts:
                    yield _unknown(content, name, lesson.head_span(("concepts", index, "requires", number)))


def _unknown(content: Content, name: str, span: Span) -> Diagnostic:
    hint = did_you_mean(name, content.concepts, "define it under `concepts`")
    return error(CODE, span, f"there is no concept `{name}`", hint)
