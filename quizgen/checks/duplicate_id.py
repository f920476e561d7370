"""Ids are unique: of lessons and curricula, and of items and concepts in all files of a deck."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error

CODE = "duplicate-id"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each id that was used before."""
    first: dict[tuple[str, str], Span] = {}
    for what, name, span in _ids(content):
        before = first.setdefault((what, name), span)
        if before is not span:
            message = f"the {what} id `{name}` is used twice; first in {before}"
            yield error(CODE, span, message, "choose another: a learner's review history hangs on it")


def _ids(content: Content) -> Iterator[tuple[str, str, Span]]:
    for lesson in content.deck.lessons:
        yield "lesson", lesson.head.id, lesson.head_span(("id",))
        for index, concept in enumerate(lesson.head.concepts):
            yield "concept", concept.id, lesson.head_span(("concepts", index, "id"))
        for index, table in enumerate(lesson.head.tables):
            yield "table", table.id, lesson.head_span(("tables", index, "id"))
        for item in lesson.items:
            yield "item", item.question.id, lesson.item_span(item, ("id",))
