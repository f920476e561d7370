"""What a simulator offers to the rest of quizgen. Nothing else of a simulator's package is used outside it.

A simulator is a value of type `Simulator`, listed in `quizgen.simulators`. It knows nothing of content: it is handed a
scenario (a frozen dataclass of its own) and runs it; claims about the runs are made and judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from quizgen.simulators.drawing import Drawing
from quizgen.simulators.trace import Trace, TraceEvent

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
    """One run of a scenario, or one state of an exhaustive exploration together with the shortest run to it."""

    @property
    def seed(self) -> int:
        """The number that reproduces it: the seed of a run, the number of an explored state (0 is where it starts)."""

    @property
    def trace(self) -> Trace:
        """What happened; of an explored state, the shortest run that leads to it. Made when it is first asked for."""

    @property
    def gave_up(self) -> TraceEvent | None:
        """The first event that says that the script could not be carried out; None if it was."""


@dataclass(frozen=True)
class Survey:
    """How far an exhaustive exploration went.

    Attributes:
        states: distinct states, up to a renaming of servers where ``symmetric``.
        depth: steps on the shortest way to the state that is farthest away.
        exhausted: whether every state within the bounds was seen; otherwise the exploration was cut.
        bounds: in words: "3 servers, 4 terms, 3 entries".
        symmetric: states that differ in the names of servers only were taken for one.
    """

    states: int
    depth: int
    exhausted: bool
    bounds: str
    symmetric: bool = False


@dataclass(frozen=True)
class Parameter:
    """A parameter of an observation."""

    name: str
    type: ValueType


def _no_reason(execution: Any, *arguments: Any) -> str:  # noqa: ANN401, ARG001  # a simulator's own types
    """Say nothing."""
    return ""


@dataclass(frozen=True)
class Observation:
    """A function that claims can call on a finished run, such as ``leaders("dc_a")``.

    Two observations may share a name if their parameters differ in number or type (overloads).
    ``observe`` takes the execution and the arguments; it raises `ObservationError` for arguments the run does not know.
    ``ordered`` says whether the order of a list that it gives tells something. ``why`` takes what ``observe`` takes and
    says in words why that is the answer, where there is something to say; otherwise it is empty.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: ValueType
    doc: str
    observe: Callable[..., Value]
    ordered: bool = True
    why: Callable[..., str] = _no_reason

    @property
    def signature(self) -> str:
        """The observation as an author writes it: ``leaders(group: string) -> int``."""
        parameters = ", ".join(f"{parameter.name}: {parameter.type}" for parameter in self.parameters)
        return f"{self.name}({parameters}) -> {self.returns}"


def _no_estimate(scenario: Any) -> int:  # noqa: ANN401, ARG001  # a simulator's own type of scenario
    """Say nothing of the effort: a simulator whose runs are all short needs no estimate."""
    return 0


@dataclass(frozen=True)
class Outcome:
    """What an execution leads to, in words.

    Attributes:
        columns: what is told of an actor; the first is its name. None if nothing is.
        rows: an actor each.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Witness:
    """What shows why a measure has its value.

    Attributes:
        sentence: one sentence: what the run shows, or why there is none.
        trace: the run; None if what is in doubt happens nowhere.
        outcome: where it leads; empty if that is not known.
    """

    sentence: str
    trace: Trace | None = None
    outcome: Outcome = field(default_factory=Outcome)


Find = Callable[[Any, str | None, Value, tuple[str, ...]], Witness | None]
"""Finds a run that shows why a measure has its value: scenario, misconception, value, what is in doubt -> witness."""


def _no_witness(scenario: Any, misconception: str | None, value: Value, named: tuple[str, ...]) -> Witness | None:  # noqa: ANN401, ARG001  # as above
    """Say that no single run shows the value."""
    return None


@dataclass(frozen=True)
class Measure:
    """A value found by running the protocol many times, such as how many crashes a cluster survives.

    ``measure`` takes the scenario and the name of a misconception (None for the true rules). It must find the value by
    experiment: a measure that contains the closed form that content asserts proves nothing. It raises `MeasureError`
    if there is no single value to be found. ``effort`` estimates the steps that it takes, as `Simulator.effort` does.
    ``ordered`` says whether the order of a list that it gives tells something.

    ``witness`` finds a run that shows why the measure has its value, if one does. It takes what ``measure`` takes, the
    value, and what is in doubt, as text: what a claim names, or in what a stated value differs from the one that was
    found. If it can, the run is about the first of them that it knows. It may raise what ``measure`` may.
    """

    name: str
    returns: ValueType
    doc: str
    measure: Callable[[Any, str | None], Value]
    effort: Callable[[Any], int] = _no_estimate
    ordered: bool = True
    witness: Find = _no_witness


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


@dataclass(frozen=True)
class Switch:
    """Something that a question may leave unsaid although answers depend on it, such as an option of the protocol.

    Attributes:
        name: as authors know it.
        doc: one line.
        words: an item's text states the assumption if one of these is in it, in capitals or not; regular expressions
            for whole words.
        vary: scenario -> the same with the switch turned; None where it cannot be turned or the scenario sets it apart.
    """

    name: str
    doc: str
    words: tuple[str, ...]
    vary: Callable[[Any], Any | None]


@dataclass(frozen=True)
class Counterexample:
    """What a misconception leads to, within the smallest bound that shows it.

    Attributes:
        broken: the property that breaks, or the measure that changes.
        bound: where: "3 servers, 4 terms, 2 entries".
        found: one sentence: what broke it, or the two values.
        trace: the shortest run in which it breaks; None where a measure changes.
        steps: of that run; 0 where nothing was explored.
        states: distinct states that were explored until it broke; 0 where nothing was explored.
        states_under_true_rules: distinct states of the same bound under the true rules, in none of which it breaks.
    """

    broken: str
    bound: str
    found: str
    trace: Trace | None = None
    steps: int = 0
    states: int = 0
    states_under_true_rules: int = 0


@dataclass(frozen=True)
class Figure:
    """A picture of what a scenario states, which texts about it can show: ``{{ logs }}``.

    Attributes:
        name: as templates name it.
        doc: one line for authors.
        shows: the scenario's field that it shows.
        markdown: scenario -> the figure in Markdown, code-free and apart from what is around it; empty if the scenario
            states nothing of the kind. Asked of a scenario without problems only.
    """

    name: str
    doc: str
    shows: str
    markdown: Callable[[Any], str]


def _no_outcome(execution: Any) -> Outcome:  # noqa: ANN401, ARG001  # as below
    """Say nothing."""
    return Outcome()


def _nothing_broken(execution: Any) -> tuple[str, ...]:  # noqa: ANN401, ARG001  # as below
    """Say that every property held: a simulator that judges none."""
    return ()


def _no_survey(scenario: Any, misconception: str | None) -> Survey | None:  # noqa: ANN401, ARG001  # as below
    """Say that a scenario is run with seeds: a simulator without exhaustive exploration."""
    return None


def _no_counterexample(misconception: str) -> Counterexample | None:  # noqa: ARG001  # as below
    """Say that none is known."""
    return None


def _never_still(scenario: Any) -> bool:  # noqa: ANN401, ARG001  # as below
    """Say that something happens."""
    return False


def _any_actors(scenario: Any) -> tuple[str, ...]:  # noqa: ANN401, ARG001  # as below
    """Say that nothing is known of who takes part."""
    return ()


def _no_premise(scenario: Any) -> str:  # noqa: ANN401, ARG001  # as above
    """Say that a scenario changes no rule."""
    return ""


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
        survey: how far the exhaustive exploration went that a scenario asks for; None if it asks for seeded runs.
        counterexample: what a misconception (by name) leads to; None if that is not known.
        switches: what answers may depend on without saying so.
        drawing: how its traces are drawn.
        outcome: what an execution leads to.
        broken: the properties of the protocol that an execution breaks, each with how; empty if all held.
        actors: every name that the actor or peer of an event can have in the scenario's runs; empty if that is not
            known. Asked only of a scenario without problems.
        figures: what texts about a scenario can show of it.
        premise: the rule, in a sentence, that a scenario supposes instead of the true one; empty if it supposes none.
            Then what is called the true rules are those with that change.
        is_still: whether nothing happens in a scenario's runs: then what is asked of them is asked of its start. Asked
            only of a scenario without problems.
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
    survey: Callable[[Any, str | None], Survey | None] = _no_survey
    counterexample: Callable[[str], Counterexample | None] = _no_counterexample
    switches: tuple[Switch, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    outcome: Callable[[Any], Outcome] = _no_outcome
    broken: Callable[[Any], tuple[str, ...]] = _nothing_broken
    actors: Callable[[Any], tuple[str, ...]] = _any_actors
    figures: tuple[Figure, ...] = ()
    premise: Callable[[Any], str] = _no_premise
    is_still: Callable[[Any], bool] = _never_still
