"""Simulators of programs that print: a text in, lines out. All that is to be written is what a program prints.

Where a program may go on in several ways, each is a run, and all of them are made.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Annotated, Any, TypeVar

from quizgen.simulators.api import ObservationError, Outcome, Problem, Simulator, observation, observations
from quizgen.simulators.domains import COUNT, COUNTED, Domain, named
from quizgen.simulators.kit.recording import Recorder, Run
from quizgen.simulators.kit.scripts.schedules import Schedule, every_way
from quizgen.simulators.phrases import Phrase
from quizgen.simulators.words import Words

MOST_WAYS = 60
"""A program whose runs differ in more ways is refused: nobody could tell them all."""
_MOST_STEPS = 200_000
"""In all ways together; more than half a second."""
_MOST_EVENTS = 1_000
_KEPT = 64


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


class ProgramError(ValueError):
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
    """Where a program runs: it writes down what happens, and decides what the program's rules leave open.

    Attributes:
        lines: what is printed so far.
        choose: of so many ways to go on, returns the number of the one that is gone, from 0.
        spend: is to be called for each step that is not recorded; raises a `ProgramError` when there were too many.
    """

    def __init__(self, recorder: Recorder, choose: Callable[[int], int], spend: Callable[[], None]) -> None:
        self.lines: list[str] = []
        self.choose, self.spend = choose, spend
        self._recorder, self._left = recorder, _MOST_EVENTS

    def pass_time(self, microseconds: int = 1) -> None:
        """Let time pass: what is recorded from now on happens later."""
        self._recorder.now += microseconds

    def record(self, actor: str, event: str, cause: int | None = None, **facts: Any) -> int:  # noqa: ANN401  # as there
        """Write down an event, as `Recorder.record` does, and return its id.

        Raises:
            ProgramError: the program does too much.
        """
        self.spend()
        self._left -= 1
        if self._left < 0:
            raise ProgramError(f"the program goes on and on: it does more than {_MOST_EVENTS:,} things")
        return self._recorder.record(actor, event, cause, **facts)

    def write(self, text: str, actor: str, cause: int | None = None) -> int:
        """Print a line, and return the id of the event."""
        self.lines.append(text)
        return self.record(actor, "print", cause, detail=text, line=len(self.lines), text=text)

    def run(self) -> Printed:
        """Return the finished run."""
        return self._recorder.run(0, tuple(self.lines))


class Programs(Simulator[P, Printed]):
    """A simulator of programs that may go on in several ways, each of which is a run. `go` goes one way."""

    observations = PRINTED
    trace_events: Mapping[str, str] = {"print": "the program prints a line"}
    trace_attributes: Mapping[str, str] = {"line": "its number, the first being 1", "text": "the line"}
    words = Words(actor="program", run="run", seed="schedule", claim='prints("1")')
    phrases = PHRASES

    @abstractmethod
    def go(self, scenario: P, misconception: str | None, console: Console) -> None:
        """Run a program: print on the console, and ask it wherever the rules leave open how to go on.

        Raises:
            ProgramError: it is none.
        """

    def ways(self, scenario: P, misconception: str | None) -> tuple[Printed, ...]:
        """Return every run of a program, those that differ in nothing but time once.

        Raises:
            ProgramError: it is none, or there are too many.
        """
        return _ways(self, scenario, misconception)

    def runs(self, scenario: P) -> int:
        """Return how many runs there are."""
        return len(self.ways(scenario, None))

    def execution(self, scenario: P, seed: int, misconception: str | None) -> Printed:
        """Return the run of that number.

        Raises:
            IndexError: there is none.
        """
        return self.ways(scenario, misconception)[seed]

    def executions(self, scenario: P, misconception: str | None) -> Iterator[Printed]:
        """Yield every run."""
        return iter(self.ways(scenario, misconception))

    def problems(self, scenario: P) -> tuple[Problem, ...]:
        """Return why a program cannot be run: it is run, under the true rules."""
        try:
            self.ways(scenario, None)
        except ProgramError as problem:
            return (Problem(("program",), str(problem)),)
        return ()

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

    def go(self, scenario: P, misconception: str | None, console: Console) -> None:
        """Print them, each line brought about by the one before."""
        cause: int | None = None
        for text in self.printed(scenario, misconception):
            cause = console.write(text, "program", cause)


@lru_cache(_KEPT)
def _ways(simulator: Programs[P], scenario: P, misconception: str | None) -> tuple[Printed, ...]:
    steps = 0

    def spend() -> None:
        nonlocal steps
        steps += 1
        if steps > _MOST_STEPS:
            raise ProgramError(f"the program takes more than {_MOST_STEPS:,} steps, all its runs together")

    def go(schedule: Schedule) -> Printed:
        recorder = Recorder(simulator.actors(scenario), simulator.trace_events)
        console = Console(recorder, schedule.choose, spend)
        try:
            simulator.go(scenario, misconception, console)
        except RecursionError:
            raise ProgramError("the parts of the program stand in one another too deeply") from None
        return console.run()

    found: dict[object, Printed] = {}
    for run in every_way(go):
        found.setdefault(tuple(replace(event, time=0) for event in run.trace), replace(run, seed=len(found)))
        spend()
        if len(found) > MOST_WAYS:
            raise ProgramError(f"the program can go on in more than {MOST_WAYS} ways")
    return tuple(found.values())
