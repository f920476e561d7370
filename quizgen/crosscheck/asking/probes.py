"""Probes: the questions that are asked of every execution of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Protocol

from quizgen.crosscheck.asking.claims import Claim, ClaimProblem
from quizgen.crosscheck.asking.orders import Pattern, observe_order
from quizgen.crosscheck.asking.questions import Asked, QuestionTree
from quizgen.simulators.api import Execution, Value

Asker = Callable[[Execution | None], Hashable]
"""Gives an execution's answer to a probe; a `Failure` where there is none."""


@dataclass(frozen=True)
class Failure:
    """A value that could not be found; message and hint are for the author."""

    message: str
    hint: str = ""


class Probe(Protocol):
    """A question that is asked of every execution; equal probes are asked once."""

    def asker(self, measured: Mapping[str, Value]) -> Asker:
        """Return what asks one execution after the other, given the values of the measures that it needs."""

    @property
    def text(self) -> str:
        """What tells it from every other probe."""

    @property
    def observes(self) -> bool:
        """Whether executions are needed at all."""

    @property
    def needs_runs(self) -> bool:
        """Whether it looks at the way, so that explored states cannot answer it."""

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures that it needs."""


@dataclass(frozen=True)
class ClaimProbe:
    """Asks a claim."""

    claim: Claim
    needs_runs: bool = False

    @property
    def text(self) -> str:
        """The claim as the author wrote it."""
        return f"claim {self.claim.text}"

    @property
    def observes(self) -> bool:
        """Whether the claim calls an observation."""
        return self.claim.observes

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the claim names."""
        return self.claim.measures

    def asker(self, measured: Mapping[str, Value]) -> Asker:
        """Return what evaluates the claim, once for each distinct sequence of answers."""
        return QuestionTree(lambda execution, asked: self._evaluate(execution, measured, asked)).answer

    def _evaluate(self, execution: Execution | None, measured: Mapping[str, Value], asked: list[Asked]) -> Hashable:
        try:
            return self.claim.ask(execution, measured, asked)
        except ClaimProblem as problem:
            return Failure(str(problem))


@dataclass(frozen=True)
class OrderProbe:
    """Asks in which order the events of an ordering's steps happened."""

    patterns: tuple[Pattern, ...]
    observes: bool = True
    needs_runs: bool = True
    measures: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The patterns."""
        return f"order {self.patterns!r}"

    def asker(self, measured: Mapping[str, Value]) -> Asker:  # noqa: ARG002  # it needs none
        """Return what observes the order."""
        return self._observe

    def _observe(self, execution: Execution | None) -> Hashable:
        return Failure("an order needs runs") if execution is None else observe_order(execution.trace, self.patterns)
