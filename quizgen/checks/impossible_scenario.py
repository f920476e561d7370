"""A scenario can be simulated: what it names exists, what it asks for is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, scenario_span
from quizgen.diagnostics import Diagnostic, error

CODE = "impossible-scenario"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each thing in a scenario that the simulator refuses."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        for problem in subject.scenario.problems:
            span = scenario_span(subject, problem.path)
            yield error(CODE, span, problem.message, problem.hint)
