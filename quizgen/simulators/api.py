"""What a simulator offers to the rest of quizgen. Nothing else of a simulator's package is used outside it.

A simulator is a value of type `Simulator`, listed in `quizgen.simulators`. It knows nothing of content: it is handed a
scenario (a frozen dataclass of its own) and runs it; claims about the runs are made and judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from quizgen.simulators.trace import Trace

ValueType = Literal["bool", "int", "string", "list(int)", "list(string)"]
Value = bool | int | str | tuple[int, ...] | tuple[str, ...]
ScenarioPath = tuple[str | int, ...]


class ObservationError(ValueError):
    """An observation was asked about something that the scenario does not have, such as an unknown server.

    The message says what there is instead: it is shown to the author.
    """


class MeasureError(ValueError):
    """A measure has no single value for a scenario: seeds disagree, or the cluster never gets to work.

    The message says which: it is shown to the author.
    """


@dataclass(frozen=True)
class Problem:
    """Why a scenario cannot be simulated: where in it (keys and indices), what is wrong, and how to mend it."""

    path: ScenarioPath
    message: str
    hint: str = ""


class Execution(Protocol):
    """One run of a scenario."""

    @property
    def seed(self) -> int:
        """The seed that reproduces this run."""

    @property
    def trace(self) -> Trace:
        """What happened."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an observation."""

    name: str
    type: ValueType


@dataclass(frozen=True)
class Observation:
    """A function that claims can call on a finished run, such as ``leaders("dc_a")``.

    Two observations may share a name if their parameters differ in number or type (overloads).
    ``observe`` takes the execution and the arguments; it raises `ObservationError` for arguments the run does not know.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: ValueType
    doc: str
    observe: Callable[..., Value]

    @property
    def signature(self) -> str:
        """The observation as an author writes it: ``leaders(group: string) -> int``."""
        parameters = ", ".join(f"{parameter.name}: {parameter.type}" for parameter in self.parameters)
        return f"{self.name}({parameters}) -> {self.returns}"


@dataclass(frozen=True)
class Measure:
    """A value found by running the protocol many times, such as how many crashes a cluster survives.

    ``measure`` takes the scenario and the name of a misconception (None for the true rules). It must find the value by
    experiment: a measure that contains the closed form that content asserts proves nothing. It raises `MeasureError`
    if there is no single value to be found.
    """

    name: str
    returns: ValueType
    doc: str
    measure: Callable[[Any, str | None], Value]


@dataclass(frozen=True)
class Misconception:
    """A wrong rule that learners believe: the true rules with exactly one decision changed.

    Attributes:
        name: kebab-case, as authors write it on a distractor.
        belief: one sentence, what the learner believes.
        breaks: the property that it breaks or the measurement that it changes.
    """

    name: str
    belief: str
    breaks: str


def _no_estimate(scenario: Any) -> int:  # noqa: ANN401, ARG001  # a simulator's own type of scenario
    """Say nothing of the effort: a simulator whose runs are all short needs no estimate."""
    return 0


@dataclass(frozen=True)
class Simulator:
    """A simulator, as the rest of quizgen sees it.

    Attributes:
        name: as authors write it in ``simulator:``.
        version: raised whenever the same scenario and seed may give another trace.
        doc: one line for authors.
        scenario: the frozen dataclass that describes what is to be run; every field without a default is required.
            A field named ``events`` is a tuple of the dataclasses in ``script_events``.
        script_events: verb -> frozen dataclass with one field of that name, ``{"crash": Crash}`` for ``{crash: S1}``.
        problems: why this scenario cannot be simulated; empty if it can.
        executions: every run that the scenario asks to explore, in a fixed order, under the true rules (None) or a
            misconception (its name).
        execution: the one run with that seed.
        observations, measures, misconceptions: what claims can be made of.
        trace_events: type -> one line of what it means; what an ordering's steps can match.
        trace_attributes: name -> one line; what else a step's pattern can ask for.
        routine_events: types of events that a short text of a trace leaves out, such as heartbeats.
        effort: estimated steps that all runs of a scenario take. Asked only of a scenario without problems.
        give_up_events: types of events that say that the script could not be carried out.
    """

    name: str
    version: str
    doc: str
    scenario: type[Any]
    script_events: Mapping[str, type[Any]]
    problems: Callable[[Any], tuple[Problem, ...]]
    executions: Callable[[Any, str | None], Iterator[Execution]]
    execution: Callable[[Any, int, str | None], Execution]
    observations: tuple[Observation, ...]
    measures: tuple[Measure, ...]
    misconceptions: tuple[Misconception, ...]
    trace_events: Mapping[str, str]
    trace_attributes: Mapping[str, str]
    routine_events: frozenset[str] = frozenset()
    effort: Callable[[Any], int] = _no_estimate
    give_up_events: frozenset[str] = frozenset()
