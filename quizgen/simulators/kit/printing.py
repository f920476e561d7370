"""Simulators of programs that print: a text in, lines out. All that is to be written is what a program prints."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from quizgen.simulators.api import ObservationError, Outcome, Simulator, observation, observations
from quizgen.simulators.kit.recording import Recorder, Run
from quizgen.simulators.words import Words


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program and what it reads.

    Attributes:
        program: its text.
        input: what it reads.
    """

    program: str
    input: str = ""


P = TypeVar("P", bound=Program)

Printed = Run[tuple[str, ...]]
"""A run of a program, whose result are the lines that it prints."""


@partial(observation, exact=True)
def output(run: Printed) -> str:
    """All that is printed, line by line."""
    return "\n".join(run.result)


@partial(observation, exact=True)
def lines(run: Printed) -> tuple[str, ...]:
    """The lines that are printed, in order."""
    return run.result


@partial(observation, exact=True)
def line(run: Printed, number: int) -> str:
    """The line of that number, the first being 1."""
    if not 1 <= number <= len(run.result):
        raise ObservationError(f"there is no line {number}: {len(run.result)} are printed")
    return run.result[number - 1]


def prints(run: Printed, text: str) -> bool:
    """Whether a line that is printed is this text."""
    return text in run.result


PRINTED = observations(output, lines, line, prints)
"""Observations of any program that prints."""


class Printer(Simulator[P, Printed]):
    """A simulator of programs that print. `printed` runs one; `scenario` may say more than a `Program`."""

    observations = PRINTED
    trace_events = {"print": "the program prints a line"}  # noqa: RUF012  # as in all simulators, nobody changes it
    trace_attributes = {"line": "the number of the line, the first being 1", "text": "the line"}  # noqa: RUF012
    words = Words(actor="program", run="run", claim='prints("1")')

    @abstractmethod
    def printed(self, scenario: P, misconception: str | None) -> Iterable[str]:
        """Yield each line that a program prints."""

    def execution(self, scenario: P, seed: int, misconception: str | None) -> Printed:
        """Return the run: an event for each line, each brought about by the one before."""
        recorder, found = Recorder(("program",), self.trace_events), []
        for number, text in enumerate(self.printed(scenario, misconception), start=1):
            recorder.record("program", "print", number - 2 if number > 1 else None, detail=text, line=number, text=text)
            found.append(text)
        return recorder.run(seed, tuple(found))

    def outcome(self, execution: Printed) -> Outcome:
        """Return the lines."""
        rows = tuple((str(number), text) for number, text in enumerate(execution.result, start=1))
        return Outcome(("line", "printed"), rows)

    def actors(self, scenario: P) -> tuple[str, ...]:  # noqa: ARG002  # every program is one
        """Return the one actor."""
        return ("program",)
