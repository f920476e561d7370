"""A scenario can be simulated: its servers exist, its durations are bounded."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck import Subject
from quizgen.diagnostics import Diagnostic, Span, error
from quizgen.simulators.api import ScenarioPath

CODE = "impossible-scenario"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each thing in a scenario that the simulator refuses."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        for problem in subject.scenario.problems:
            span = _span(subject, problem.path)
            yield error(CODE, span, problem.message, problem.hint)


def _span(subject: Subject, path: ScenarioPath) -> Span:
    if subject.statement.scenario is not None:
        return span_of(subject, ("scenario", *path))
    if subject.item is not None:
        return subject.lesson.item_span(subject.item, ("scenario", *path))
    return subject.lesson.head_span((*subject.place[:2], "scenario", *path))
