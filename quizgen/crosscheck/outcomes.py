"""Outcomes: what the executions of a scenario answered to a probe, summed up."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from quizgen.crosscheck.asking.probes import Failure
from quizgen.simulators.api import Execution, Survey, Value
from quizgen.simulators.trace import Trace


@dataclass(frozen=True)
class GaveUp:
    """A run in which the script could not be carried out, since something did not happen that should."""

    event: str
    detail: str
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What all executions of a scenario answered to a probe.

    Attributes:
        executions: how many were run, or how many states were explored; 0 for a probe that needs none.
        counts: answer -> in how many executions; in the order in which they first came.
        first_seeds: answer -> seed of the first execution that gave it, which of explored states is a nearest one; None
            without executions.
        measured: name -> value of the measures that the probe needed.
        gave_up: the first run in which the script could not be carried out, if there is one.
        survey: how far the exploration went; None if the executions are runs, or none were needed.
    """

    executions: int
    counts: Mapping[Hashable, int]
    first_seeds: Mapping[Hashable, int | None]
    measured: Mapping[str, Value]
    gave_up: GaveUp | None = None
    survey: Survey | None = None

    @property
    def failure(self) -> Failure | None:
        """The first failure, or None."""
        return next((answer for answer in self.counts if isinstance(answer, Failure)), None)


@dataclass(frozen=True)
class Run:
    """A run that a card shows.

    Attributes:
        trace: what happened in it.
        digest: `trace_digest` of the trace.
    """

    trace: Trace
    digest: str


def run_of(execution: Execution) -> Run:
    """Return what is kept of an execution."""
    return Run(execution.trace, trace_digest(execution.trace))


def trace_digest(trace: Trace) -> str:
    """Return the SHA-256 of a trace's JSON, in hexadecimal: the same for the same events, and for no others."""
    return hashlib.sha256(trace.to_json().encode()).hexdigest()


def single(answer: Hashable, measured: Mapping[str, Value], survey: Survey | None = None) -> Outcome:
    """Return the outcome of a probe that was answered without executions."""
    return Outcome(0, {answer: 1}, {answer: None}, measured, survey=survey)


class Tally:
    """Counts answers while they come."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, int] = {}
        self._first_seeds: dict[Hashable, int | None] = {}

    @property
    def answers(self) -> int:
        """How many different answers came."""
        return len(self._counts)

    def add(self, answer: Hashable, seed: int) -> bool:
        """Count an answer of the execution with that seed, and tell whether it is new."""
        if answer in self._counts:
            self._counts[answer] += 1
            return False
        self._counts[answer] = 1
        self._first_seeds[answer] = seed
        return True

    def outcome(self, measured: Mapping[str, Value], gave_up: GaveUp | None, survey: Survey | None) -> Outcome:
        """Return the sum."""
        return Outcome(sum(self._counts.values()), self._counts, self._first_seeds, measured, gave_up, survey)
