"""Everything in a file of rules serves some answer."""

from __future__ import annotations

from collections.abc import Iterator

from quizgen.checks.content import Content, scenario_span
from quizgen.diagnostics import Diagnostic, Span, warning
from quizgen.simulators.api import Remark


def rule_never_taken(content: Content) -> Iterator[Diagnostic]:
    """Every rule of a file, and every step of a process, can be taken in some scenario that is asked of it."""
    for span, remark in _remarks(content, "rule-never-taken"):
        yield warning("rule-never-taken", span, remark.message, remark.hint)


def rule_without_answer(content: Content) -> Iterator[Diagnostic]:
    """Without any rule of a file, or step of a process, some answer would be another."""
    for span, remark in _remarks(content, "rule-without-answer"):
        yield warning("rule-without-answer", span, remark.message, remark.hint)


def value_never_reached(content: Content) -> Iterator[Diagnostic]:
    """A variable of rules comes to every word, and to both ends of the range, that it is said to have."""
    for span, remark in _remarks(content, "value-never-reached"):
        yield warning("value-never-reached", span, remark.message, remark.hint)


def _remarks(content: Content, code: str) -> Iterator[tuple[Span, Remark]]:
    return ((span, remark) for span, remark in content.remarks if remark.code == code)


def endless_runs(content: Content) -> Iterator[Diagnostic]:
    """Where ends are asked for, every run comes to one."""
    told: set[object] = set()
    for subject in content.subjects:
        bound = subject.scenario
        if bound is None or bound in told or bound.problems or not bound.runs_on.is_of_ends(bound.scenario):
            continue
        told.add(bound)
        if bound.runs_on.is_endless(bound.scenario):
            message = "runs can go on for ever, and of those nothing is asked where only ends are explored"
            hint = "ask for every state: take `explore` out; or bound what goes on, such as the number of tries"
            yield warning("endless-runs", scenario_span(subject, ("explore",)), message, hint)
