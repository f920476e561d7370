"""Which statements no longer hold when something goes wrong that their scripts do not have."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quizgen.checks.content import Content, span_of
from quizgen.checks.laws import laws
from quizgen.checks.wording import named
from quizgen.compiler import Checked
from quizgen.crosscheck import Laboratory, Progress, Subject, Verdict
from quizgen.crosscheck.laboratory import Request
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

    A script that cannot be carried out then says nothing, unless it could not before. But a law has to hold even so.

    Args:
        checked: a deck without errors.
        laboratory: runs and remembers what is asked.
        progress: told before each scenario is run.
        laws_only: look only at what is worded as a law.

    Returns:
        For each fault and item, the first moment and statement that flips; one that is worded as a law goes before.
    """
    words, gave_up = law_words(checked), checked.findings.gave_up
    mutants: list[tuple[Fault[Any], list[Faulty]]] = []
    for simulator, concerned in by_simulator(checked.deck):
        for fault in simulator.faults:
            faulty: list[Faulty] = []
            for subject, request in concerned:
                if not laws_only or subject.key in words:
                    faulty += with_fault(fault, subject, request, gave_up, is_law=subject.key in words)
            mutants.append((fault, faulty))
    run_in_batches(([request for _, _, request in faulty] for _, faulty in mutants), laboratory, progress, "faults")
    found = (flip for fault, faulty in mutants for flip in _flips(fault, faulty, words, laboratory))
    first: dict[tuple[str, str], Flip] = {}
    for flip in found:
        known = first.setdefault((flip.fault.name, flip.item), flip)
        if flip.law and not known.law:
            first[flip.fault.name, flip.item] = flip
    return tuple(first.values())


def law_words(checked: Checked) -> dict[SubjectKey, str]:
    """Return the statements that are worded as laws, by their keys, with the word that makes each one."""
    return {verdict.subject.key: word for verdict, word in laws(Content(checked.deck, checked.findings))}


def failing_laws(found: Iterable[Flip]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each item that is worded as a law, which a fault breaks."""
    first: dict[str, Flip] = {}
    for flip in found:
        if flip.law:
            first.setdefault(flip.item, flip)
    return tuple(flip.diagnostic for flip in first.values())


def with_fault(
    fault: Fault[Any], subject: Subject, request: Request, failing: Container[BoundScenario], *, is_law: bool
) -> Iterator[Faulty]:
    """Yield a statement at each moment of a fault; what only experiments tell does not ask the script.

    Args:
        fault: what goes wrong.
        subject: the statement.
        request: what is asked for it.
        failing: the scenarios whose scripts fail as they stand.
        is_law: whether it is worded as a law, which has to hold even if the script cannot go on.
    """
    if request.probe.observes:
        for injected in fault.inject(request.scenario.scenario):
            carried_out = not is_law and request.scenario not in failing
            if varied := on(injected.scenario, request, carried_out=carried_out):
                yield injected.written, subject, varied


def _flips(
    fault: Fault[Any], faulty: Iterable[Faulty], words: Mapping[SubjectKey, str], laboratory: Laboratory
) -> Iterator[Flip]:
    for written, subject, request in faulty:
        if verdict := overturned(subject, request, laboratory):
            yield Flip(fault, written, verdict, words.get(subject.key, ""))
