"""What is measured with many runs, and the run that shows why the value is what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic

from quizgen.simulators.api.executions import Outcome
from quizgen.simulators.api.observations import Same, Value, ValueType
from quizgen.simulators.api.scenarios import S
from quizgen.simulators.trace import Trace


class MeasureError(ValueError):
    """A measure has no single value for a scenario: runs disagree, or what is measured never happens.

    The message says which: it is shown to the author.
    """


@dataclass(frozen=True)
class Witness:
    """What shows why a measure has its value.

    Attributes:
        sentence: one sentence: what the run shows, or why there is none.
        trace: the run; None if what is in doubt happens nowhere.
        outcome: where it leads; empty if that is not known.
    """

    sentence: str
    trace: Trace | None = None
    outcome: Outcome = field(default_factory=Outcome)


Find = Callable[[S, str | None, Value, tuple[str, ...]], Witness | None]
"""Finds a run that shows why a measure has its value: scenario, misconception, value, what is in doubt -> witness."""


@dataclass(frozen=True)
class Measure(Generic[S]):
    """A value found by making many runs, such as how many losses are survived.

    ``measure`` takes the scenario and the name of a misconception (None for the true rules). It must find the value by
    experiment: a measure that contains the closed form that content asserts proves nothing. It raises `MeasureError`
    if there is no single value to be found. ``effort`` estimates the steps that it takes, as `Simulator.effort` does.
    ``ordered``, ``exact``, ``separator`` and ``same`` say how a stated value is compared with it, and ``domain`` what
    it can be, as for an `Observation`.

    ``witness`` finds a run that shows why the measure has its value, if one does. It takes what ``measure`` takes, the
    value, and what is in doubt, as text: what a claim names, or in what a stated value differs from the one that was
    found. If it can, the run is about the first of them that it knows. It may raise what ``measure`` may.
    """

    name: str
    returns: ValueType
    doc: str
    measure: Callable[[S, str | None], Value]
    effort: Callable[[S], int] = lambda _: 0
    ordered: bool = True
    witness: Find[S] = lambda *_: None
    exact: bool = False
    separator: str = ""
    domain: str = ""
    same: Same | None = None
