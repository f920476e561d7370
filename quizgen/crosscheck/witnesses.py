"""Witnesses: the runs behind values that no single run of a scenario shows, since they were found by experiments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizgen.crosscheck.values import as_text, words
from quizgen.crosscheck.verdicts import Verdict
from quizgen.simulators.api import Value, Witness

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|\b([0-9]+)\b')


def witness(verdict: Verdict, misconception: str | None = None) -> Witness | None:
    """Return what shows why a verdict's measures have their values; None if no run of theirs does.

    Args:
        verdict: on a statement whose evidence names a measure.
        misconception: under which wrong rule; None for the true rules. Then measures are measured anew.
    """
    bound = verdict.subject.scenario
    if bound is None or bound.problems:
        return None
    for measure in bound.runs_on.measures:
        if measure.name not in verdict.measured:
            continue
        try:
            value = verdict.measured[measure.name]
            if misconception is not None:
                value = measure.measure(bound.scenario, misconception)
            found = measure.witness(bound.scenario, misconception, value, tuple(_in_doubt(verdict, value)))
        except ValueError:  # it has no single value
            continue
        if found is not None:
            return found
    return None


def _in_doubt(verdict: Verdict, value: Value) -> Iterator[str]:
    """Yield what a claim names, or in what a stated value differs from what was measured."""
    subject = verdict.subject
    if subject.form != "measure":
        yield from (next(filter(None, groups), "") for groups in _LITERAL.findall(subject.expression))
        return
    stated, found = words(subject.stated), words(as_text(value))
    yield from (word for word in stated if word not in found)
    yield from (word for word in found if word not in stated)
