"""Which statements no longer hold when something goes wrong that their scripts do not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizgen.checks.content import span_of
from quizgen.checks.wording import named
from quizgen.crosscheck import Laboratory, Progress, Subject, Verdict
from quizgen.crosscheck.laboratory import GaveUp, Request
from quizgen.model.lesson import Deck
from quizgen.model.scenario import BoundScenario
from quizgen.mutation.assumptions import contradiction
from quizgen.mutation.judging import by_simulator, on, overturned, run_in_batches
from quizgen.simulators.api import Fault


@dataclass(frozen=True)
class Flip:
    """A statement that holds no longer when something goes wrong in its script.

    Attributes:
        fault: what goes wrong.
        written: what was put into the script, and where.
        verdict: what the runs with it say to the statement: they contradict it.
    """

    fault: Fault[Any]
    written: str
    verdict: Verdict

    @property
    def item(self) -> str:
        """The item's id."""
        return named(self.verdict.subject)

    @property
    def line(self) -> str:
        """The flip in a line: which item, what was put into its script, and what a run then says to which statement."""
        span, seed = span_of(self.verdict.subject), self.verdict.words.aside(self.verdict.seed)
        told = f"{self.item}: with {self.written}, {contradiction(self.verdict)}{seed}"
        return f"{span.file}:{span.line}:{span.column}: {' '.join(told.split())}"


Faulty = tuple[str, Subject, Request]
"""What was put into a script, a statement, and what is asked for it then."""


def flips(
    deck: Deck, gave_up: Mapping[BoundScenario, GaveUp], laboratory: Laboratory, progress: Progress
) -> tuple[Flip, ...]:
    """Let each fault happen in each script that an item is asked of, at a few moments.

    Args:
        deck: a deck without errors.
        gave_up: the scenarios whose scripts fail as they stand: they ask about that.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.

    Returns:
        For each fault and item, the first moment and statement that flips.
    """
    mutants: list[tuple[Fault[Any], list[Faulty]]] = [
        (fault, [faulty for pair in concerned for faulty in _with(fault, *pair, gave_up)])
        for simulator, concerned in by_simulator(deck)
        for fault in simulator.faults
    ]
    run_in_batches(([request for _, _, request in faulty] for _, faulty in mutants), laboratory, progress, "faults")
    return tuple(flip for fault, faulty in mutants for flip in _flips(fault, faulty, laboratory))


def _with(
    fault: Fault[Any], subject: Subject, request: Request, gave_up: Mapping[BoundScenario, GaveUp]
) -> Iterator[Faulty]:
    """Yield a statement at each moment of a fault; what only experiments tell does not ask the script."""
    if request.probe.observes:
        for injected in fault.inject(request.scenario.scenario):
            if varied := on(injected.scenario, request, gave_up):
                yield injected.written, subject, varied


def _flips(fault: Fault[Any], faulty: Sequence[Faulty], laboratory: Laboratory) -> Iterator[Flip]:
    told: set[str] = set()
    for written, subject, request in faulty:
        if named(subject) not in told and (verdict := overturned(subject, request, laboratory)):
            told.add(named(subject))
            yield Flip(fault, written, verdict)
