"""Probes: the questions that are asked of every execution of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Probe:
    """A question that is asked of every execution; equal probes are asked once.

    Attributes:
        what: a claim; or patterns, to ask in which order the events happened that they stand for.
        so_far: ask the states that were found although there are more: what one of them shows is so.
        carried_out: ask only runs whose script could be carried out: one that fails proves nothing about the protocol.
    """

    what: Claim | tuple[Pattern, ...]
    carried_out: bool = False
    so_far: bool = False

    @property
    def text(self) -> str:
        """What tells it from every other probe."""
        what = f"claim {self.what.text}" if isinstance(self.what, Claim) else f"order {self.what!r}"
        what = f"so far {what}" if self.so_far else what
        return f"carried out {what}" if self.carried_out else what

    @property
    def observes(self) -> bool:
        """Whether executions are needed at all."""
        return not isinstance(self.what, Claim) or self.what.observes

    @property
    def needs_runs(self) -> bool:
        """Whether it looks at the way, so that explored states cannot answer it."""
        return not isinstance(self.what, Claim)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures that it needs."""
        return self.what.measures if isinstance(self.what, Claim) else ()

    def asker(self, measured: Mapping[str, Value]) -> Asker:
        """Return what asks one execution after the other, given the values of the measures that it needs.

        A claim is evaluated once for each distinct sequence of answers.
        """
        what = self.what
        ask = _claim_asker(what, measured) if isinstance(what, Claim) else _order_asker(what)
        return _of_carried_out(ask) if self.carried_out else ask


def _claim_asker(claim: Claim, measured: Mapping[str, Value]) -> Asker:
    def evaluate(execution: Execution | None, asked: list[Asked]) -> Hashable:
        try:
            return claim.ask(execution, measured, asked)
        except ClaimProblem as problem:
            return Failure(str(problem))

    return QuestionTree(evaluate).answer


def _order_asker(patterns: tuple[Pattern, ...]) -> Asker:
    def observe(execution: Execution | None) -> Hashable:
        return Failure("an order needs runs") if execution is None else observe_order(execution.trace, patterns)

    return observe


def _of_carried_out(ask: Asker) -> Asker:
    def asked(execution: Execution | None) -> Hashable:
        failed = execution is not None and execution.gave_up is not None
        return Failure("the script could not be carried out") if failed else ask(execution)

    return asked
