"""Everything in a file of rules serves some answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from quizgen.checks.content import Content, scenario_span
from quizgen.crosscheck import Findings
from quizgen.diagnostics import Diagnostic, Severity, Span, warning
from quizgen.model.lesson import Deck
from quizgen.simulators.api import Remark

_IF_SOUND: Final = frozenset({"rule-never-taken", "rule-without-answer", "value-never-reached"})
"""Codes of what is true only if every lesson asks all that it is to ask."""


def held_back(found: Sequence[Diagnostic], deck: Deck) -> tuple[Diagnostic, ...]:
    """Return what was found without what is said of rules that a lesson with an error may ask more of.

    That is a lesson that asks something of them, or stands beside them.
    """
    wrong = {each.span.file for each in found if each.severity is Severity.ERROR}
    if not wrong or not deck.rules:
        return tuple(found)
    asking: dict[str, set[str]] = {}
    for subject in Content(deck, Findings()).subjects:
        if subject.scenario is not None and subject.scenario.simulator in deck.rules:
            file = deck.rules[subject.scenario.simulator](()).file
            asking.setdefault(file, set()).add(subject.lesson.span(()).file)
    beside = {PurePath(file).parent for file in wrong}

    def is_open(file: str) -> bool:
        return PurePath(file).parent in beside or not wrong.isdisjoint(asking.get(file, ()))

    return tuple(each for each in found if each.code not in _IF_SOUND or not is_open(each.span.file))


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
        if way := bound.runs_on.endless(bound.scenario):
            message = f"runs can go on for ever, and of those nothing is asked where only ends are explored ({way})"
            hint = "ask for every state: take `explore` out; or bound what goes on, such as the number of tries"
            yield warning("endless-runs", scenario_span(subject, ("explore",)), message, hint)
