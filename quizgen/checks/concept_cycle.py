"""No concept is its own prerequisite, directly or through others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from quizgen.checks.content import Content
from quizgen.diagnostics import Diagnostic, error

CODE = "concept-cycle"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each cycle, at the first of its concepts."""
    requires = {c.id: c.requires for lesson in content.deck.lessons for c in lesson.head.concepts}
    reported: set[frozenset[str]] = set()
    for lesson in content.deck.lessons:
        for index, concept in enumerate(lesson.head.concepts):
            cycle = _cycle(concept.id, requires)
            if cycle and frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                message = f"the prerequisites run in a circle: {' -> '.join((*cycle, cycle[0]))}"
                span = lesson.head_span(("concepts", index, "requires"))
                yield error(CODE, span, message, "take one of these `requires` out")


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
