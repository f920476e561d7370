"""Which statements no longer hold when something goes wrong that their scripts do not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.checks.content import Content, span_of
from quizgen.checks.laws import laws
from quizgen.checks.wording import named
from quizgen.compiler import Checked
from quizgen.crosscheck import Laboratory, Progress, Subject, Verdict
from quizgen.crosscheck.laboratory import GaveUp, Request
from quizgen.crosscheck.verdicts import SubjectKey
from quizgen.diagnostics import Diagnostic, error
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
        law: the word by which it is said to hold in any case; empty if it is told as a story, or under a condition.
    """

    fault: Fault[Any]
    written: str
    verdict: Verdict
    law: str

    @property
    def item(self) -> str:
        """The item's id."""
        return named(self.verdict.subject)

    @property
    def line(self) -> str:
        """The flip in a line: which item, what was put into its script, and what a run then says to which statement."""
        span = span_of(self.verdict.subject)
        return f"{span.file}:{span.line}:{span.column}: {self.item}: {self._told}"

    @property
    def diagnostic(self) -> Diagnostic:
        """The same of a law, which is no law then."""
        message = f'`{self.item}` says "{self.law}", but {self._told}'
        hint = "name the condition in `assumes`, or say what this script shows"
        return error(CODE, span_of(self.verdict.subject), message, hint)

    @property
    def _told(self) -> str:
        told = f"with {self.written}, {contradiction(self.verdict)}{self.verdict.words.aside(self.verdict.seed)}"
        return " ".join(told.split())


CODE = "law-fails"

Faulty = tuple[str, Subject, Request]
"""What was put into a script, a statement, and what is asked for it then."""


def flips(checked: Checked, laboratory: Laboratory, progress: Progress, *, laws_only: bool = False) -> tuple[Flip, ...]:
    """Let each fault happen in each script that an item is asked of, at a few moments.

    Args:
        checked: a deck without errors.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.
        laws_only: look only at what is worded as a law.

    Returns:
        For each fault and item, the first moment and statement that flips; one that is worded as a law goes before.
    """
    words = {verdict.subject.key: word for verdict, word in laws(Content(checked.deck, checked.findings))}
    mutants: list[tuple[Fault[Any], list[Faulty]]] = [
        (fault, [faulty for pair in asked for faulty in with_fault(fault, *pair, checked.findings.gave_up)])
        for simulator, concerned in by_simulator(checked.deck)
        for asked in [[pair for pair in concerned if not laws_only or pair[0].key in words]]
        for fault in simulator.faults
    ]
    run_in_batches(([request for _, _, request in faulty] for _, faulty in mutants), laboratory, progress, "faults")
    found = (flip for fault, faulty in mutants for flip in _flips(fault, faulty, words, laboratory))
    first: dict[tuple[str, str], Flip] = {}
    for flip in found:
        known = first.setdefault((flip.fault.name, flip.item), flip)
        if flip.law and not known.law:
            first[flip.fault.name, flip.item] = flip
    return tuple(first.values())


def failing_laws(found: Iterable[Flip]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each item that is worded as a law, which a fault breaks."""
    first: dict[str, Flip] = {}
    for flip in found:
        if flip.law:
            first.setdefault(flip.item, flip)
    return tuple(flip.diagnostic for flip in first.values())


def with_fault(
    fault: Fault[Any], subject: Subject, request: Request, gave_up: Mapping[BoundScenario, GaveUp]
) -> Iterator[Faulty]:
    """Yield a statement at each moment of a fault; what only experiments tell does not ask the script."""
    if request.probe.observes:
        for injected in fault.inject(request.scenario.scenario):
            if varied := on(injected.scenario, request, gave_up):
                yield injected.written, subject, varied


def _flips(
    fault: Fault[Any], faulty: Iterable[Faulty], words: Mapping[SubjectKey, str], laboratory: Laboratory
) -> Iterator[Flip]:
    for written, subject, request in faulty:
        if verdict := overturned(subject, request, laboratory):
            yield Flip(fault, written, verdict, words.get(subject.key, ""))
