"""A step stands for an event that the simulator can record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quizgen.checks.content import Content, span_of
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error

CODE = "unknown-event"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pattern with an unknown event type or attribute."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        simulator = subject.scenario.runs_on
        for index, pattern in subject.patterns:
            if pattern.type not in simulator.trace_events:
                span = span_of(subject, (index, "event", "type"))
                yield _unknown(span, f"event `{pattern.type}`", pattern.type, simulator.trace_events)
            for name, _ in pattern.attributes:
                if name not in simulator.trace_attributes:
                    span = span_of(subject, (index, "event", "with", name))
                    yield _unknown(span, f"attribute `{name}`", name, simulator.trace_attributes)


def _unknown(span: Span, what: str, name: str, known: Mapping[str, str]) -> Diagnostic:
    return error(CODE, span, f"no run has an {what}", did_you_mean(name, known))
