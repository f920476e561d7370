"""Answers that nothing contradicts: whatever is done to the protocol and to the script, they stay right.

Such an answer may be a law. Or its claim asks for so little that it would pass with any protocol.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from quizgen.checks.content import claim_span
from quizgen.checks.wording import named
from quizgen.compiler import Checked
from quizgen.crosscheck import Laboratory, Subject
from quizgen.crosscheck.laboratory import Request
from quizgen.model.scenario import BoundScenario
from quizgen.mutation.assumptions import with_turned
from quizgen.mutation.faults import law_words, with_fault
from quizgen.mutation.judging import believing, by_simulator, judged, overturned
from quizgen.simulators import AnySimulator


@dataclass(frozen=True)
class Unshaken:
    """An answer that no misconception, switch or fault contradicts, in any scenario that it was tried in.

    Attributes:
        subject: the statement: a key, a value, a point or an order.
    """

    subject: Subject

    @property
    def item(self) -> str:
        """The item's id."""
        return named(self.subject)

    @property
    def line(self) -> str:
        """It in a line: where it stands, and on what it rests."""
        rests = f"`{self.subject.form}: {self.subject.expression}`" if self.subject.form else "the order of the steps"
        told = f"{claim_span(self.subject)}: {self.item}: nothing that was tried contradicts {rests}"
        return " ".join(told.split())


def unshaken(checked: Checked, laboratory: Laboratory) -> Iterator[Unshaken]:
    """Yield the answers of a deck's items that nothing contradicts; each misconception, switch and fault has been run.

    A distractor is wrong in any case, so it is no matter if it stays so.
    """
    failing, words = checked.findings.gave_up, law_words(checked)
    for simulator, concerned in by_simulator(checked.deck):
        for subject, request in concerned:
            if subject.role != "distractor":
                varied = _varied(simulator, subject, request, failing, is_law=subject.key in words)
                if not _is_shaken(subject, request, varied, laboratory):
                    yield Unshaken(subject)


def _varied(
    simulator: AnySimulator, subject: Subject, request: Request, failing: Container[BoundScenario], *, is_law: bool
) -> Iterator[Request]:
    """Yield what was asked for a statement with each switch turned, and with each fault."""
    for switch in simulator.switches:
        yield from (one for _, one in with_turned(switch, [(subject, request)], failing))
    for fault in simulator.faults:
        yield from (one for _, _, one in with_fault(fault, subject, request, failing, is_law=is_law))


def _is_shaken(subject: Subject, request: Request, varied: Iterable[Request], laboratory: Laboratory) -> bool:
    parts = request.scenario.runs_on.parts
    wrong = (believing(one.name, request) for one in (*request.scenario.misconceptions, *parts))
    if any(judged(subject, laboratory.outcome(one)).contradicting for one in wrong):
        return True
    return any(overturned(subject, one, laboratory) for one in varied)
