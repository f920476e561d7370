"""A step stands for an event that the scenario's runs can record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quizgen.checks.content import Content, span_of
from quizgen.diagnostics import Diagnostic, Span, did_you_mean, error
from quizgen.simulators.words import Words, a

CODE = "unknown-event"


def check(content: Content) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pattern with an unknown event type, attribute, actor or peer."""
    for subject in content.subjects:
        if subject.scenario is None:
            continue
        simulator = subject.scenario.runs_on
        words = simulator.words
        actors = () if subject.scenario.problems else simulator.actors(subject.scenario.scenario)
        for index, pattern in subject.patterns:
            if pattern.type not in simulator.trace_events:
                span = span_of(subject, (index, "event", "type"))
                yield _unknown(span, words, f"an event `{pattern.type}`", pattern.type, simulator.trace_events)
            for attribute, _ in pattern.attributes:
                if attribute not in simulator.trace_attributes:
                    span = span_of(subject, (index, "event", "with", attribute))
                    yield _unknown(span, words, f"an attribute `{attribute}`", attribute, simulator.trace_attributes)
            for key, name in (("actor", pattern.actor), ("peer", pattern.peer)):
                if actors and name is not None and name not in actors:
                    meant = next((actor for actor in actors if actor.casefold() == name.casefold()), name)
                    span = span_of(subject, (index, "event", key))
                    yield _unknown(span, words, f"{a(words.actor)} `{name}`", meant, actors)


def _unknown(span: Span, words: Words, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    return error(CODE, span, f"no {words.run} has {what}", did_you_mean(name, known))
