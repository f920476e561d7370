"""A step stands for an event that the scenario's runs can record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.checks.content import Content, span_of
from quizgen.crosscheck import Subject
from quizgen.crosscheck.orders import Pattern
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error

CODE = "unknown-event"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pattern with an unknown event type, attribute, actor or peer."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        simulator = subject.scenario.runs_on
        actors = () if subject.scenario.problems else simulator.actors(subject.scenario.scenario)
        for index, pattern in subject.patterns:
            if pattern.type not in simulator.trace_events:
                span = span_of(subject, (index, "event", "type"))
                yield _unknown(span, f"an event `{pattern.type}`", pattern.type, simulator.trace_events)
            for name, _ in pattern.attributes:
                if name not in simulator.trace_attributes:
                    span = span_of(subject, (index, "event", "with", name))
                    yield _unknown(span, f"an attribute `{name}`", name, simulator.trace_attributes)
            if actors:
                yield from _strangers(subject, index, pattern, actors)


def _strangers(subject: Subject, index: int, pattern: Pattern, actors: tuple[str, ...]) -> Iterator[Diagnostic]:
    for key, name in (("actor", pattern.actor), ("peer", pattern.peer)):
        if name is not None and name not in actors:
            meant = next((actor for actor in actors if actor.casefold() == name.casefold()), name)
            yield _unknown(span_of(subject, (index, "event", key)), f"a server `{name}`", meant, actors)


def _unknown(span: Span, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    return error(CODE, span, f"no run has {what}", did_you_mean(name, known))
