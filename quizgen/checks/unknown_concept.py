"""Every concept that an item or a prerequisite names is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error

CODE = "unknown-concept"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each concept that is named and nowhere defined."""
    known = dict.fromkeys((*content.concepts, *sorted(content.deck.neighbours)))
    for lesson, item in content.items:
        if item.question.concept not in known:
            yield _unknown(known, item.question.concept, lesson.item_span(item, ("concept",)))
    for lesson in content.deck.lessons:
        for index, concept in enumerate(lesson.head.concepts):
            for number, name in enumerate(concept.requires):
                if name not in known:
                    yield _unknown(known, name, lesson.head_span(("concepts", index, "requires", number)))


def _unknown(known: Iterable[str], name: str, span: Span) -> Diagnostic:
    hint = did_you_mean(name, known, "define it under `concepts`")
    return error(CODE, span, f"there is no concept `{name}`", hint)
