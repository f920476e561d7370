"""Warnings that an author has judged: `allow` at a question or a lesson names their codes, each with a reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.diagnostics import Diagnostic, Severity, Span, did_you_mean, warning
from quizgen.model.lesson import Deck, PlacedLesson


@dataclass(frozen=True)
class Silenced:
    """A warning that is not told, and why."""

    diagnostic: Diagnostic
    reason: str


@dataclass
class _Allowed:
    """What may be silenced at one place, and which of it was."""

    reasons: Mapping[str, str]
    lesson: PlacedLesson
    place: tuple[str | int, ...]
    used: set[str] = field(default_factory=set)

    def unused(self, known: Sequence[str]) -> Iterator[Diagnostic]:
        """Yield a warning for each code of which nothing was silenced."""
        for code in self.reasons:
            if code not in self.used:
                span = self.lesson.span((*self.place, "allow", code))
                hint = (
                    "take it out"
                    if code in known
                    else did_you_mean(code, known, "take it out: no warning is so called")
                )
                yield warning("unused-allow", span, f"no warning `{code}` is given here that could be silenced", hint)


def silenced(
    deck: Deck, found: Sequence[Diagnostic], codes: Sequence[str]
) -> tuple[tuple[Diagnostic, ...], tuple[Silenced, ...]]:
    """Return what is told, with what is silenced in vain; and what is silenced.

    Args:
        deck: what was found in.
        found: what there is to tell; errors are told in any case.
        codes: of checks, among which a misspelt one is looked for.
    """
    lessons = {lesson.span(()).file: _of(lesson) for lesson in deck.lessons}
    kept: list[Diagnostic] = []
    quiet: list[Silenced] = []
    for one in found:
        allowing = _allowing(one.span, lessons) if one.severity is Severity.WARNING else ()
        by = next((allowed for allowed in allowing if one.code in allowed.reasons), None)
        if by is None:
            kept.append(one)
        else:
            by.used.add(one.code)
            quiet.append(Silenced(one, by.reasons[one.code]))
    for lesson, items in lessons.values():
        for allowed in (lesson, *(each for _, each in items)):
            kept += allowed.unused(codes)
    return tuple(kept), tuple(quiet)


def _of(lesson: PlacedLesson) -> tuple[_Allowed, list[tuple[int, _Allowed]]]:
    """Return what a lesson allows, and each of its items, with the line where it begins; a family once."""
    items = {item.path: item for item in lesson.items}
    placed = [(lesson.item_span(one).line, _Allowed(one.question.allow, lesson, path)) for path, one in items.items()]
    return _Allowed(lesson.head.allow, lesson, ()), sorted(placed, key=lambda at: at[0])


def _allowing(span: Span, lessons: Mapping[str, tuple[_Allowed, list[tuple[int, _Allowed]]]]) -> Iterator[_Allowed]:
    """Yield what may silence something at a place: the item that it stands in, then the lesson."""
    if span.file in lessons:
        lesson, items = lessons[span.file]
        number = bisect_right(items, span.line, key=lambda at: at[0])
        if number:
            yield items[number - 1][1]
        yield lesson
