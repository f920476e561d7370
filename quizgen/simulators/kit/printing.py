"""Simulators of programs that print: a text in, lines out. All that is to be written is what a program prints.

Where a program may go on in several ways, each is a run, and all of them are made.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, TypeVar

from quizgen.simulators.api import ObservationError, Outcome, observation, observations
from quizgen.simulators.domains import COUNT, COUNTED, Domain, named
from quizgen.simulators.kit.recording import Run
from quizgen.simulators.kit.ways import ScenarioError, Stage, Ways
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.words import Words


@dataclass(frozen=True, kw_only=True)
class Source:
    """A program.

    Attributes:
        program: its text.
    """

    program: str


@dataclass(frozen=True, kw_only=True)
class Program(Source):
    """A program and what it reads.

    Attributes:
        program: its text.
        input: what it reads.
    """

    input: str = ""


P = TypeVar("P", bound=Source)

Printed = Run[tuple[str, ...]]
"""A run of a program, whose result are the lines that it prints."""


class ProgramError(ScenarioError):
    """A program that cannot be run. The message says why and where, for its author."""


@partial(observation, exact=True)
def output(run: Printed) -> str:
    """All that is printed, line by line."""
    return "\n".join(run.result)


@partial(observation, exact=True)
def lines(run: Printed) -> Annotated[tuple[str, ...], "line"]:
    """The lines that are printed, in order."""
    return run.result


@partial(observation, exact=True)
def line(run: Printed, number: Annotated[int, "line number"]) -> Annotated[str, "line"]:
    """The line of that number, the first being 1."""
    if not 1 <= number <= len(run.result):
        raise ObservationError(f"there is no line {number}: {len(run.result)} are printed")
    return run.result[number - 1]


def prints(run: Printed, text: str) -> bool:
    """Whether a line that is printed is this text."""
    return text in run.result


def position(run: Printed, text: Annotated[str, "line"]) -> Annotated[int, "line number"]:
    """The number of the first line that is this text."""
    if text not in run.result:
        raise ObservationError(f"{text!r} is not printed; there is {', '.join(run.result) or 'nothing'}")
    return run.result.index(text) + 1


def before(run: Printed, first: Annotated[str, "line"], second: Annotated[str, "line"]) -> bool:
    """Whether one text is printed before another; both are."""
    return position(run, first) < position(run, second)


PRINTED = observations(output, lines, line, prints, position, before)
"""Observations of any program that prints."""

PHRASES: Mapping[str, Phrase | str] = {
    "before": "{0} is printed before {1}|{0} is not printed before {1}",
    "line": Phrase("line {0}", value="line {0} is {v}", other="line {0} is not {v}"),
    "lines": Phrase("the printed lines", size="{n} line is printed", sizes="{n} lines are printed", plural=True),
    "output": Phrase("the output", empty="nothing is printed", some="something is printed"),
    "position": Phrase("the number of the line {0}"),
    "prints": "{0} is printed|{0} is not printed",
}
"""Their words."""


class Console:
    """Where a program prints.

    Attributes:
        stage: where it runs.
        lines: what is printed so far.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage, self.lines = stage, list[str]()

    def write(self, text: str, actor: str, cause: int | None = None) -> int:
        """Print a line, and return the id of the event."""
        self.lines.append(text)
        return self.stage.record(actor, "print", cause, detail=text, line=len(self.lines), text=text)


class Programs(Ways[P, tuple[str, ...]]):
    """A simulator of programs that may go on in several ways, each of which is a run. `start` goes one way."""

    observations = PRINTED
    trace_events: Mapping[str, str] = {"print": "the program prints a line"}
    trace_attributes: Mapping[str, str] = {"line": "its number, the first being 1", "text": "the line"}
    words = Words(actor="program", run="run", seed="schedule", claim='prints("1")')
    phrases = PHRASES
    stated = ("program",)

    @abstractmethod
    def start(self, scenario: P, misconception: str | None, console: Console) -> None:
        """Run a program: print on the console, and ask its stage wherever the rules leave open how to go on.

        Raises:
            ProgramError: it is none.
        """

    def go(self, scenario: P, misconception: str | None, stage: Stage) -> tuple[str, ...]:
        """Run a program, and return what it prints."""
        console = Console(stage)
        self.start(scenario, misconception, console)
        return tuple(console.lines)

    def outcome(self, execution: Printed) -> Outcome:
        """Return the lines."""
        rows = tuple((str(number), text) for number, text in enumerate(execution.result, start=1))
        return Outcome(("line", "printed"), rows)

    def actors(self, scenario: P) -> tuple[str, ...]:  # noqa: ARG002  # every program is one
        """Return the one actor."""
        return ("program",)

    def domains(self, scenario: P) -> Mapping[str, Domain]:
        """Return which lines are printed, and how many."""
        printed = [run.result for run in self.ways(scenario, None)]
        texts, most = dict.fromkeys(text for lines in printed for text in lines), max(map(len, printed))
        line = replace(named("line", tuple(texts)), longest=most)
        return {COUNT: COUNTED, "line": line, "line number": Domain("line number", least=1, most=most)}


class Printer(Programs[P]):
    """A simulator of programs that print. `printed` runs one; `scenario` may say more than a `Source`."""

    words = Words(actor="program", run="run", claim='prints("1")')

    @abstractmethod
    def printed(self, scenario: P, misconception: str | None) -> Iterable[str]:
        """Yield each line that a program prints."""

    def start(self, scenario: P, misconception: str | None, console: Console) -> None:
        """Print them, each line brought about by the one before."""
        cause: int | None = None
        for text in self.printed(scenario, misconception):
            cause = console.write(text, "program", cause)
