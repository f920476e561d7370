"""Answers that nothing contradicts: whatever is done to the protocol and to the script, they stay right.

Such an answer may be a law. Or its claim asks for so little that it would pass with any protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from quizgen.checks.content import claim_span
from quizgen.checks.wording import named
from quizgen.compiler import Checked
from quizgen.crosscheck import Laboratory, Subject
from quizgen.crosscheck.laboratory import Request
from quizgen.mutation.assumptions import with_turned
from quizgen.mutation.faults import with_fault
from quizgen.mutation.judging import by_simulator, judged, overturned
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
    for simulator, concerned in by_simulator(checked.deck):
        for subject, request in concerned:
            if subject.role != "distractor" and not _is_shaken(simulator, subject, request, checked, laboratory):
                yield Unshaken(subject)


def _is_shaken(
    simulator: AnySimulator, subject: Subject, request: Request, checked: Checked, laboratory: Laboratory
) -> bool:
    failing = checked.findings.gave_up
    wrong = (replace(request, misconception=one.name) for one in simulator.misconceptions)
    if any(judged(subject, laboratory.outcome(one)).contradicting for one in wrong):
        return True
    turned = (with_turned(switch, [(subject, request)], failing) for switch in simulator.switches)
    faulty = (with_fault(fault, subject, request, failing) for fault in simulator.faults)
    varied = chain((one for _, one in chain(*turned)), (one for _, _, one in chain(*faulty)))
    return any(overturned(subject, one, laboratory) for one in varied)
