"""Ids are unique: of lessons, concepts, tables and items, in all files of a deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Span, error

CODE = "duplicate-id"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each id that was used before."""
    first: dict[tuple[str, str], Callable[[], Span]] = {}
    for what, name, span in _ids(content):
        before = first.setdefault((what, name), span)
        if before is not span:
            message = f"the {what} id `{name}` is used twice; first in {before()}"
            yield error(CODE, span(), message, "choose another: a learner's review history hangs on it")


def _ids(content: Content) -> Iterator[tuple[str, str, Callable[[], Span]]]:
    """Yield every id and what tells where it is: few places are ever asked for."""
    for lesson in content.deck.lessons:
        yield "lesson", lesson.head.id, partial(lesson.head_span, ("id",))
        for index, concept in enumerate(lesson.head.concepts):
            yield "concept", concept.id, partial(lesson.head_span, ("concepts", index, "id"))
        for index, table in enumerate(lesson.head.tables):
            yield "table", table.id, partial(lesson.head_span, ("tables", index, "id"))
        for item in lesson.items:
            yield "item", item.question.id, partial(lesson.item_span, item, ("id",))
    for name, lesson in content.concepts.items():  # the ids of their cards
        index = [concept.id for concept in lesson.head.concepts].index(name)
        yield "item", f"concept.{name}", partial(lesson.head_span, ("concepts", index, "id"))
