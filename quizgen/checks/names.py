"""What is named exists, and bears one name."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, Related, Span, did_you_mean, error, warning
from quizgen.model.item import LEVELS


def duplicate_id(content: Content) -> Iterator[Diagnostic]:
    """Ids are unique: of lessons, concepts, tables and items, in all files of a deck."""
    first: dict[tuple[str, str], Callable[[], Span]] = {}
    for what, name, span in _ids(content):
        before = first.setdefault((what, name), span)
        if before is not span:
            message = f"the {what} id `{name}` is used twice; first in {before()}"
            hint = "choose another: a learner's review history hangs on it"
            yield error("duplicate-id", span(), message, hint, related=(Related(before(), "first used here"),))


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


def unknown_concept(content: Content) -> Iterator[Diagnostic]:
    """Every concept that an item or a prerequisite names is defined."""
    known = dict.fromkeys((*content.concepts, *sorted(content.deck.neighbours)))
    for lesson, item in content.items:
        if item.question.concept not in known:
            yield _unknown(known, item.question.concept, lesson.item_span(item, ("concept",)))
    for lesson in content.deck.lessons:
        for index, concept in enumerate(lesson.head.concepts):
            for number, name in enumerate(concept.requires):
                if name not in known:
                    yield _unknown(known, name, lesson.head_span(("concepts", index, "requires", number)))


def level_misspelt(content: Content) -> Iterator[Diagnostic]:
    """No level is nearly, but not quite, one of those that come in an order."""
    for lesson in content.deck.lessons:
        yield from _nearly(lesson.head.level, lesson.head.language, partial(lesson.head_span, ("level",)))
        for item in lesson.items:
            yield from _nearly(item.question.level, lesson.head.language, partial(lesson.item_span, item, ("level",)))
    for placed in content.deck.curricula:
        for index, entry in enumerate(placed.curriculum.lessons):
            yield from _nearly(entry.level, "en", partial(placed.span, ("lessons", index, "level")))


def _nearly(level: str | None, language: str, span: Callable[[], Span]) -> Iterator[Diagnostic]:
    """Yield a warning for what an English word was meant to be; other languages have such words of their own."""
    if level is None or level in LEVELS or not level.isascii() or not language.lower().startswith("en"):
        return
    hint = did_you_mean(level.lower(), LEVELS, "")
    if hint:
        message = f"`{level}` is a level of its own, and comes behind {', '.join(LEVELS)}"
        yield warning("level-misspelt", span(), message, hint)


def _unknown(known: Iterable[str], name: str, span: Span) -> Diagnostic:
    hint = did_you_mean(name, known, "define it under `concepts`")
    return error("unknown-concept", span, f"there is no concept `{name}`", hint, cause=name)


def concept_cycle(content: Content) -> Iterator[Diagnostic]:
    """No concept is its own prerequisite, directly or through others."""
    requires = {c.id: c.requires for lesson in content.deck.lessons for c in lesson.head.concepts}
    reported: set[frozenset[str]] = set()
    for lesson in content.deck.lessons:
        for index, concept in enumerate(lesson.head.concepts):
            cycle = _cycle(concept.id, requires)
            if cycle and frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                message = f"the prerequisites run in a circle: {' -> '.join((*cycle, cycle[0]))}"
                span = lesson.head_span(("concepts", index, "requires"))
                yield error("concept-cycle", span, message, "take one of these `requires` out")


def _cycle(start: str, requires: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way from a concept back to itself, or nothing."""
    reached_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for name in requires.get(here, ()):
            if name == start:
                way = [here]
                while way[-1] != start:
                    way.append(reached_from[way[-1]])
                return tuple(reversed(way))
            if name not in reached_from:
                reached_from[name] = here
                waiting.append(name)
    return ()
